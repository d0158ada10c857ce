import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readEnvironment } from "@/env";
import { freshFolder } from "@/testing/fresh-store";
import { keepFolder } from "./data-folder";

test.each(["file", "file/below"])("a data folder that can't be one stops the start with a sentence: %s", (name) => {
  const folder = freshFolder();
  writeFileSync(path.join(folder, "file"), "");
  const settings = readEnvironment({ RELINK_DATA_DIR: path.join(folder, name) });
  expect(() => keepFolder(settings, 0)).toThrow(
    `Cannot use ${settings.dataDir} as the data folder. Set RELINK_DATA_DIR to a folder that this user may write to.`,
  );
});
