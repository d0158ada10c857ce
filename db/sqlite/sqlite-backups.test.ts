import path from "node:path";
import { describeBackups } from "@/db/backup.conformance";
import { freshFolder, freshStore, storeAt } from "@/testing/fresh-store";
import { unpack } from "./pack";

describeBackups("SQLite", freshStore, async (backup) => {
  const file = path.join(freshFolder(), "relink.db");
  await unpack(backup, file);
  return storeAt(file);
});
