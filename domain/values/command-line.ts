/** A command of this project, such as "restore" with a file, as it is called in a checkout and where a folder was deployed. */
export function commandLine(name: string, rest = ""): string {
  const [npm, node] = [`npm run ${name}${rest && ` -- ${rest}`}`, `node commands/${name}.mjs${rest && ` ${rest}`}`];
  return `${npm} (in a deployed folder: ${node})`;
}
