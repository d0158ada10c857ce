import { expect, test } from "vitest";
import { commandLine } from "./command-line";

test("a command is told as both a checkout and a deployed folder have it", () => {
  expect(commandLine("rebuild")).toBe("npm run rebuild (in a deployed folder: node commands/rebuild.mjs)");
  expect(commandLine("restore", "FILE")).toBe(
    "npm run restore -- FILE (in a deployed folder: node commands/restore.mjs FILE)",
  );
});
