/** Returns how to run one of our commands, such as "restore" with a file, both in a checkout and in a deployed folder. */
export function commandLine(name: string, rest = ""): string {
  const [npm, node] = [`npm run ${name}${rest && ` -- ${rest}`}`, `node commands/${name}.mjs${rest && ` ${rest}`}`];
  return `${npm} (in a deployed folder: ${node})`;
}
