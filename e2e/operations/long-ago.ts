import path from "node:path";
import type { Relink } from "@/e2e/deployment";
import { changeFile } from "@/testing/break-store";

const DAY = 86_400_000;

/** A connection that sent the same event each day for a while, long ago, stored as received then. */
export async function liveLongAgo(relink: Relink, days: number): Promise<void> {
  const longAgo = Date.now() - 500 * DAY;
  const said = { connection: "conn_1", user: "user_1", account: { id: "1", name: "Jane Doe" } };
  await relink.tell("created", { ...said, occurredAt: longAgo });
  const daysOn = Array.from({ length: days }, (_, day) => longAgo + (day + 1) * DAY);
  await Promise.all(daysOn.map((occurredAt) => relink.tell("updated", { ...said, occurredAt })));
  await relink.tell("expired", { connection: "conn_1", user: "user_1", occurredAt: longAgo + (days + 1) * DAY });
  await relink.whileClosed(() => {
    changeFile(path.join(relink.dataDir, "relink.db"), "update events set received_at = occurred_at, checksum = null");
  });
}
