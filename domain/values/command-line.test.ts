import { expect, test } from "vitest";
import { commandLine } from "./command-line";

test("a command is given both for a checkout and for a deployed folder", () => {
  expect(commandLine("rebuild")).toBe("npm run rebuild (in a deployed folder: node commands/rebuild.mjs)");
  expect(commandLine("restore", "FILE")).toBe(
    "npm run restore -- FILE (in a deployed folder: node commands/restore.mjs FILE)",
  );
});
