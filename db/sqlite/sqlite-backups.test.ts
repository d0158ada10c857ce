import path from "node:path";
import { describeBackups } from "@/db/conformance/backup.conformance";
import { decompress } from "@/db/sqlite/backup/compress";
import { freshFolder, freshStore, storeAt } from "@/testing/fresh-store";

describeBackups("SQLite", freshStore, async (backup) => {
  const file = path.join(freshFolder(), "relink.db");
  await decompress(backup, file);
  return storeAt(file);
});
