import path from "node:path";
import { describeAccess } from "@/db/access.conformance";
import { describeBackups } from "@/db/backup.conformance";
import { describeLogs } from "@/db/logs.conformance";
import { describeOutreach } from "@/db/outreach.conformance";
import { describeReconnectLinks } from "@/db/reconnect-links.conformance";
import { describeStore } from "@/db/store.conformance";
import { freshFolder, freshStore, storeAt } from "@/testing/fresh-store";
import { unpack } from "./pack";

describeStore("SQLite", freshStore);
describeLogs("SQLite", freshStore);
describeAccess("SQLite", freshStore);
describeOutreach("SQLite", freshStore);
describeReconnectLinks("SQLite", freshStore);
describeBackups("SQLite", freshStore, async (backup) => {
  const file = path.join(freshFolder(), "relink.db");
  await unpack(backup, file);
  return storeAt(file);
});
