import { spawnSync } from "node:child_process";
import { chownSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

type Step = { readonly instruction: string; readonly words: string };
export type Stage = { readonly base: string; readonly name: string; readonly steps: readonly Step[] };

/** What an image would run, with its paths mapped into a folder. */
export type BuiltImage = {
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: { readonly uid: number; readonly gid: number };
  readonly command: readonly string[];
  readonly healthCommand: readonly string[];
};

/** Parses the Dockerfile syntax that ours uses. Throws at anything else, so that no step is skipped by mistake. */
export function parseDockerfile(text: string): Stage[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\n/g, " ")
    .split("\n");
  const stages: { base: string; name: string; steps: Step[] }[] = [];
  for (const line of lines.filter((one) => one.trim() !== "")) {
    const [, instruction = "", words = ""] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    if (instruction === "ARG" && stages.length === 0) continue;
    if (instruction === "FROM") {
      const [, base = "", name = ""] = /^(\S+)(?: AS (\S+))?$/.exec(words) ?? [];
      stages.push({ base, name, steps: [] });
    } else if (KNOWN.includes(instruction)) stages.at(-1)?.steps.push({ instruction, words });
    else throw new Error(`This line of the Dockerfile can't be tried: ${line}`);
  }
  return stages;
}

const KNOWN = ["WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "CMD"];

/**
 * Executes a Dockerfile in folders instead of images: each stage in a folder of `root`, which stands for its `/`. Node and a
 * compiler, which the base images provide, are this machine's. `onWorkdir` may add what a layer cache would.
 */
export function runDockerfile(
  text: string,
  places: { readonly context: string; readonly root: string },
  onWorkdir: (folder: string, stage: Stage) => void,
): BuiltImage {
  const allowed = allowedInContext(readFileSync(path.join(places.context, ".dockerignore"), "utf8"));
  let image: BuiltImage | null = null;
  for (const [number, stage] of parseDockerfile(text).entries()) {
    image = runStage(stage, stage.name || String(number), { ...places, allowed }, onWorkdir);
  }
  if (!image) throw new Error("The Dockerfile has no stage.");
  return image;
}

type Places = { readonly context: string; readonly root: string; readonly allowed: readonly string[] };

function runStage(stage: Stage, name: string, places: Places, onWorkdir: (folder: string, stage: Stage) => void) {
  const root = path.join(places.root, name);
  mkdirSync(root, { recursive: true });
  let image: BuiltImage = { workdir: root, env: {}, user: { uid: 0, gid: 0 }, command: [], healthCommand: [] };
  const inside = (place: string) => (place.startsWith("/") ? path.join(root, place) : path.join(image.workdir, place));
  for (const { instruction, words } of stage.steps) {
    if (instruction === "WORKDIR") {
      image = { ...image, workdir: inside(words) };
      mkdirSync(image.workdir, { recursive: true });
      onWorkdir(image.workdir, stage);
    }
    if (instruction === "ENV") image = { ...image, env: { ...image.env, ...readEnv(words, inside) } };
    if (instruction === "USER") image = { ...image, user: readUser(words) };
    if (instruction === "CMD") image = { ...image, command: JSON.parse(words) };
    if (instruction === "HEALTHCHECK") image = { ...image, healthCommand: JSON.parse(words.replace(/^.*CMD /, "")) };
    if (instruction === "COPY") copy(words, inside, places);
    if (instruction === "RUN") run(words, image);
  }
  return image;
}

function run(words: string, { workdir, env }: BuiltImage): void {
  const { PATH, HOME } = process.env;
  const result = spawnSync("sh", ["-c", words], {
    cwd: workdir,
    env: { PATH, HOME, NODE_ENV: "production", ...env },
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(`RUN ${words}\n${result.stdout}${result.stderr}`);
}

function copy(words: string, inside: (place: string) => string, { context, root, allowed }: Places): void {
  const flags = [...words.matchAll(/--(\w+)=(\S+) /g)].map(([, name = "", value = ""]) => [name, value] as const);
  const { from, chown } = Object.fromEntries(flags);
  const paths = words.replaceAll(/--\w+=\S+ /g, "").split(" ");
  const target = inside(paths.at(-1) ?? ".");
  for (const source of paths.slice(0, -1)) {
    const origin = from ? path.join(root, from, source) : path.join(context, source);
    const isFolder = statSync(origin).isDirectory();
    const copied =
      isFolder || (paths.length === 2 && !target.endsWith("/")) ? target : path.join(target, path.basename(source));
    mkdirSync(isFolder ? copied : path.dirname(copied), { recursive: true });
    for (const name of isFolder ? readdirSync(origin) : [""]) {
      const file = path.join(origin, name);
      const isAllowed = from || allowed.includes(path.relative(context, file).split(path.sep)[0] ?? "");
      if (!isAllowed && isFolder) continue;
      if (!isAllowed) throw new Error(`${source} is not let in by .dockerignore.`);
      cpSync(file, path.join(copied, name), { recursive: true, verbatimSymlinks: true });
    }
    if (chown && process.getuid?.() === 0) chownSync(copied, readUser(chown).uid, readUser(chown).gid);
  }
}

/** Returns the top-level names that .dockerignore lets in; ours lets in nothing else. */
function allowedInContext(ignore: string): string[] {
  const rules = ignore.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const [first, ...rest] = rules;
  if (first !== "*" || rest.some((rule) => !/^![\w.-]+$/.test(rule)))
    throw new Error(".dockerignore has to shut everything out, and then name what it lets in.");
  return rest.map((rule) => rule.slice(1));
}

function readEnv(words: string, inside: (place: string) => string): Record<string, string> {
  const pairs = words.split(" ").map((pair) => {
    const [name = "", value = ""] = pair.split("=");
    return [name, value.startsWith("/") ? inside(value) : value] as const;
  });
  return Object.fromEntries(pairs);
}

function readUser(words: string): BuiltImage["user"] {
  const [uid = 0, gid = 0] = words.split(":").map(Number);
  return { uid, gid };
}
