import { eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import type { GroupCommit } from "./group-commit";
import type { SqliteDatabase } from "./open";
import { marks } from "./schema";

type Clock = Pick<Store["maintenance"], "retentionDueAt" | "postponeRetention">;

const MARK = "retention_due";

/** Keeps when old data is removed next, over restarts. */
export function retentionClock(db: SqliteDatabase, commit: GroupCommit): Clock {
  return {
    retentionDueAt: async () => db.select().from(marks).where(eq(marks.name, MARK)).get()?.value ?? null,
    postponeRetention: (until) =>
      commit(() => {
        const mark = { name: MARK, value: until };
        db.insert(marks).values(mark).onConflictDoUpdate({ target: marks.name, set: mark }).run();
      }),
  };
}
