import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parseDockerfile, runDockerfile } from "./dockerfile";
import { freshFolder } from "./fresh-store";

const MADE = `# Two stages.
ARG NODE=22
FROM node:\${NODE} AS build
WORKDIR /made
COPY a.txt b.txt ./
COPY deep/c.txt deep/
RUN cat a.txt b.txt \\
    deep/c.txt > all.txt
COPY . .

FROM node:\${NODE}-slim
WORKDIR /made
COPY --from=build /made/all.txt ./
COPY --from=build --chown=1000:1000 /made/deep ./data
ENV WHERE=/made/data HOST=0.0.0.0
USER 1000:1000
HEALTHCHECK --interval=15s CMD ["node", "healthy.mjs"]
CMD ["node", "start.mjs"]
`;

function freshContext(ignore: string): string {
  const context = freshFolder();
  mkdirSync(path.join(context, "deep"));
  for (const [name, text] of [
    ["a.txt", "a"],
    ["b.txt", "b"],
    ["deep/c.txt", "c"],
    [".env", "SECRET=1"],
    [".dockerignore", ignore],
  ] as const)
    writeFileSync(path.join(context, name), text);
  return context;
}

test("the steps run in order, each stage in its own folder, and produce what an image would run", () => {
  const root = freshFolder();
  const workdirs: string[] = [];
  const context = freshContext("# Only these.\n*\n!a.txt\n!b.txt\n!deep\n");
  const image = runDockerfile(MADE, { context, root }, (folder) => workdirs.push(folder));
  expect(workdirs).toEqual([path.join(root, "build", "made"), path.join(root, "1", "made")]);
  expect(readdirSync(workdirs[0] ?? "").sort()).toEqual(["a.txt", "all.txt", "b.txt", "deep"]);
  expect(readdirSync(image.workdir).sort()).toEqual(["all.txt", "data"]);
  expect(readFileSync(path.join(image.workdir, "all.txt"), "utf8")).toBe("abc");
  expect(image).toMatchObject({
    env: { WHERE: path.join(image.workdir, "data"), HOST: "0.0.0.0" },
    user: { uid: 1000, gid: 1000 },
    command: ["node", "start.mjs"],
    healthCommand: ["node", "healthy.mjs"],
  });
});

test("a failing step is reported with its output", () => {
  const places = { context: freshContext("*\n"), root: freshFolder() };
  expect(() => runDockerfile("FROM a\nRUN echo because >&2; false\n", places, () => {})).toThrow("because");
});

test("a file that .dockerignore excludes is missing, as in Docker", () => {
  const places = { context: freshContext("*\n!b.txt\n"), root: freshFolder() };
  expect(() => runDockerfile("FROM a\nWORKDIR /x\nCOPY a.txt ./\n", places, () => {})).toThrow("a.txt");
});

test("an unsupported instruction is an error, not skipped", () => {
  expect(() => parseDockerfile("FROM a\nADD b c\n")).toThrow("ADD b c");
  const places = { context: freshContext("node_modules\n"), root: freshFolder() };
  expect(() => runDockerfile(MADE, places, () => {})).toThrow(".dockerignore");
});
