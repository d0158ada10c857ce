import BetterSqlite3 from "better-sqlite3";
import { clock } from "@/clock";
import { checkEvents } from "@/db/sqlite/file/event-checksum.mjs";
import { checkEventsBeside } from "@/db/sqlite/file/side-process";
import type { CheckOptions, Store } from "@/db/store";
import type { DamagedEvents } from "@/domain/operations/maintenance";

/** The checking process uses a tenth of one processor and disk. */
const RESTS_OF_QUIET_CHECK = 9;
/** Checked in a few milliseconds, faster than a process starts. */
const EVENTS_CHECKED_HERE_MAX = 1_000;

type EventCheck = {
  readonly run: (options?: CheckOptions) => Promise<DamagedEvents>;
  /** Returns what the last check of all events found. */
  readonly found: Store["damagedEvents"];
};

/** Compares the events of a database with their checksums, and remembers what it found. */
export function eventCheck(file: string): EventCheck {
  let last: ReturnType<EventCheck["found"]> = null;
  return {
    run: async ({ isQuiet = false, connectionId = null, signal, onProgress = () => {} } = {}) => {
      const rests = isQuiet ? RESTS_OF_QUIET_CHECK : 0;
      const damaged =
        checkFewHere(file, connectionId) ??
        (await checkEventsBeside({ file, rests, connectionId }, { signal, onProgress }));
      if (connectionId === null) last = { ...damaged, checkedAt: clock.now() };
      return damaged;
    },
    found: () => last,
  };
}

/** Returns null if there are too many. Uses its own connection, since the store's may have the pages cached from before the damage. */
function checkFewHere(file: string, connectionId: string | null): DamagedEvents | null {
  const client = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
  try {
    const newest = Number(client.prepare("select coalesce(max(id), 0) from events").pluck().get());
    if (newest > EVENTS_CHECKED_HERE_MAX) return null;
    const steps = checkEvents(client, connectionId);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  } finally {
    client.close();
  }
}
