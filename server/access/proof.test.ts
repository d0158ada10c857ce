import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** Why these actions need no proof. */
const NEEDS_NO_PROOF: Readonly<Record<string, string>> = {
  "account/actions.changeName": "shows a name, and gives no access",
  "account/actions.endOtherSessions": "only takes access away",
  "account/actions.endSession": "only takes access away",
  "account/actions.finishPasskey": "completes a challenge that beginPasskey issued after a proof",
  "account/actions.signOut": "only takes access away",
  "settings/backup/actions.backUpNow": "writes a file that only the server's owner reads",
  "settings/backup/actions.cancelBackup": "leaves everything as it is",
  "settings/outreach/actions.checkLinks": "asks OFAuth for a session that nobody visits, and changes nothing",
  "settings/people/actions.endSessions": "only takes access away",
  "settings/people/actions.withdrawInvitation": "only takes access away",
  "settings/storage/actions.measureAgain": "only reads",
  "settings/test-event-actions.removeTests": "removes test events, which can be sent again",
  "settings/test-event-actions.sendTest": "writes an event that is marked as a test",
  "settings/tokens/actions.revokeToken": "only takes access away",
};

const ROOT = "app/(dashboard)";
const FOLDERS = ["account", "erase", "settings"];
const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("actions.ts"))
    .map((file) => path.posix.join(folder, file)),
);

/** Matches an action that asks for the proof and, without one, returns in the very next statement. */
const GUARDED = /const entered = [^;]*await enterProven\([^;]*\);\n {2}if \("confirm" in entered\) return /;

/** The source of each action, from its name to the next function. */
const actions = files.flatMap((file) => {
  const module = file.slice(0, -".ts".length);
  const parts = readFileSync(path.join(ROOT, file), "utf8").split(
    /^(?=(?:export )?(?:async )?function |export const )/m,
  );
  return parts.flatMap((source) => {
    const [, name] = /^export (?:async function|const) (\w+)/.exec(source) ?? [];
    return name ? [{ name: `${module}.${name}`, source }] : [];
  });
});

test("every action in the folders account, erase and settings of app/(dashboard) asks for a recent proof, or says why not", () => {
  expect(actions.length).toBeGreaterThan(25);
  const without = actions.filter(({ source }) => !source.includes("await enterProven(")).map(({ name }) => name);
  expect(without.sort()).toEqual(Object.keys(NEEDS_NO_PROOF).sort());
});

test("an action that asks for a proof does nothing before there is one", () => {
  const guarded = actions.filter(({ source }) => source.includes("await enterProven("));
  expect(guarded.length).toBeGreaterThan(10);
  const careless = guarded.filter(({ source }) => !GUARDED.test(source));
  expect(careless.map(({ name }) => name)).toEqual([]);
});
