import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { CONSOLE } from "@/domain/access/audit";
import { backupName } from "@/domain/operations/backup";
import { freshFolder, freshStore } from "@/testing/fresh-store";
import { listBackups, makeBackup } from "./backup-folder";

const DAY_MS = 86_400_000;

test("backups dated in the future are removed before a correctly dated one", async () => {
  const folder = freshFolder();
  const ahead = [400, 401].map((days) => backupName(Date.now() + days * DAY_MS, "1.0.0"));
  for (const name of ahead) writeFileSync(path.join(folder, name), "");
  const { file } = await makeBackup(
    freshStore(),
    { folder, keep: 2, everyHours: 24 },
    { author: CONSOLE, sample: null },
  );
  expect(listBackups(folder).map(({ name }) => name)).toEqual([path.basename(file), ahead[1]]);
});
