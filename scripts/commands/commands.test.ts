import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleCommands } from "@/scripts/bundle-commands.mjs";
import { freshFolder, storeAt } from "@/testing/fresh-store";

const ROOT = path.join(import.meta.dirname, "..", "..");
const COMMANDS = ["admin", "backup", "restore", "rebuild", "rebuild-part", "retention", "generate", "send", "demo"];
const HANGS_AFTER_MS = 60_000;
const TOO_LONG = "x".repeat(300);

let deployed = "";

beforeAll(async () => {
  deployed = mkdtempSync(path.join(tmpdir(), "relink-commands-"));
  await bundleCommands(deployed, COMMANDS);
  symlinkSync(path.join(ROOT, "node_modules"), path.join(deployed, "node_modules"));
  cpSync(path.join(ROOT, "db/sqlite"), path.join(deployed, "db/sqlite"), { recursive: true });
});

afterAll(() => {
  rmSync(deployed, { recursive: true, force: true });
});

/** A data folder with a database, a file, a link to nothing, and a link to itself. */
function dataFolder(): string {
  const folder = freshFolder();
  storeAt(path.join(folder, "relink.db")).close();
  writeFileSync(path.join(folder, "file"), "text");
  symlinkSync(path.join(folder, "nowhere"), path.join(folder, "dangling"));
  symlinkSync(path.join(folder, "loop"), path.join(folder, "loop"));
  return folder;
}

/** Runs a command; `DATA` in its words is the data folder. `dataDir` is below that folder, or any absolute path. */
function run(name: string, words: readonly string[], dataDir = ".") {
  const folder = dataFolder();
  const env = { ...process.env, RELINK_DATA_DIR: path.resolve(folder, dataDir), OFAUTH_WEBHOOK_SECRET: "" };
  const given = words.map((word) => word.replace("DATA", folder));
  const program = path.join(deployed, "commands", `${name}.mjs`);
  return spawnSync(process.execPath, [program, ...given], {
    cwd: folder,
    env,
    encoding: "utf8",
    input: "",
    timeout: HANGS_AFTER_MS,
    killSignal: "SIGKILL",
  });
}

const SURPLUS: readonly (readonly [string, readonly string[]])[] = [
  ["admin", ["role", "ana@x.test", "admin", "surplus"]],
  ["backup", ["surplus"]],
  ["restore", ["one", "surplus"]],
  ["rebuild", ["surplus"]],
  ["retention", ["surplus"]],
  ["generate", ["surplus"]],
  ["send", ["connection.created", "surplus"]],
  ["demo", ["surplus"]],
];

const UNKNOWN = SURPLUS.map(([name]) => [name, ["--unknown"]] as const);

const MISTAKES: readonly (readonly [string, readonly string[], number?])[] = [
  ...SURPLUS,
  ...UNKNOWN,
  ["admin", ["nonsense"]],
  ["admin", ["link", ""]],
  ["admin", ["role", "ana@x.test"]],
  ["admin", ["unlink", ""]],
  ["admin", ["unlink", "nobody@x.test"]],
  ["backup", ["--dir"]],
  ["backup", ["--dir", ""]],
  ["backup", ["--dir", "DATA/file"], 4],
  ["backup", ["--dir", "DATA/file/below"], 4],
  ["backup", ["--dir", "DATA/dangling"], 4],
  ["backup", ["--dir", "DATA/dangling/below"], 4],
  ["backup", ["--dir", "DATA/loop/below"], 4],
  ["backup", ["--dir", `DATA/${TOO_LONG}/below`], 4],
  ["backup", ["--dir", "/proc/relink/below"], 4],
  ["backup", ["--dir", "/dev/null/below"], 4],
  ["backup", ["--keep", "0"]],
  ["backup", ["--keep", ""]],
  ["restore", [""]],
  ["restore", ["DATA"]],
  ["restore", ["DATA/nothing.gz"]],
  ["restore", ["DATA/dangling"]],
  ["restore", ["DATA/file/below"]],
  ["restore", [`DATA/${TOO_LONG}`]],
  ["restore", ["/dev/zero"]],
  ["restore", ["--dir", ""]],
  ["restore", ["--yes", "DATA/file"]],
  ["rebuild", ["--processes", "0"]],
  ["rebuild", ["--processes", "1000000"]],
  ["rebuild", ["--connection", ""]],
  ["rebuild-part", []],
  ["retention", ["--events", "soon"]],
  ["retention", ["--max", ""]],
  ["generate", ["--connections", "none"]],
  ["generate", []],
  ["send", []],
  ["send", ["connection.created"]],
  ["send", ["--file", "DATA", "--secret", "plain"]],
  ["demo", ["--connections", "many"]],
  ["demo", ["--port", ""]],
];

test.each(MISTAKES.map(([name, words, code]) => [name, words, code ?? 1] as const))(
  "%s %j ends with a sentence and its exit code",
  (name, words, code) => {
    expectSentence(run(name, words), code);
  },
);

const UNUSABLE = ["file", "file/below", "dangling/below", "loop/below", "/proc/relink/below", TOO_LONG];

type Unusable = readonly [command: string, words: readonly string[], folder: string, code: number];

test.each(
  UNUSABLE.flatMap((folder): Unusable[] => [
    ["admin", [], folder, 1],
    ["backup", [], folder, 2],
    ["restore", ["DATA/file"], folder, 1],
    ["rebuild", [], folder, 1],
    ["retention", [], folder, 1],
    ["generate", ["--connections", "1"], folder, 1],
  ]),
)("%s %j ends with a sentence and its exit code when RELINK_DATA_DIR is %s", (name, words, folder, code) => {
  expectSentence(run(name, words, folder), code);
});

function expectSentence({ status, signal, stderr }: ReturnType<typeof run>, code: number): void {
  expect([status, signal, stderr]).toEqual([code, null, expect.stringMatching(/^[A-Z-].*\S/)]);
  expect(stderr).not.toMatch(/^\s+at |node:internal/m);
}
