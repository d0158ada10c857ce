import { eq } from "drizzle-orm";
import type { Projection } from "./projection";
import { rebuild } from "./rebuild";
import { events, marks } from "./schema";
import { whenFree } from "./when-free";

/** Raise it whenever the same events give another state than before, or more of it: also when `foldText` changes. */
const FOLD_VERSION = 5;
const MARK = "fold";

/** Folds everything again, beside the ingest, where an older version of the program made the state. */
export function upgradeFold(projection: Projection, onDone: () => void): { readonly stop: () => void } {
  const { db } = projection;
  const stopping = new AbortController();

  function note(): void {
    const value = { name: MARK, value: FOLD_VERSION };
    db.insert(marks).values(value).onConflictDoUpdate({ target: marks.name, set: value }).run();
  }

  async function upgrade(): Promise<void> {
    const { isCancelled } = await rebuild(projection, { signal: stopping.signal });
    if (isCancelled) return;
    await whenFree(note);
    onDone();
  }

  const known = db.select().from(marks).where(eq(marks.name, MARK)).get()?.value ?? 0;
  const isEmpty = db.select({ id: events.id }).from(events).limit(1).get() === undefined;
  if (known < FOLD_VERSION) {
    if (isEmpty) note();
    // Cut short by a full disk or the like, it is begun again at the next start.
    else void upgrade().catch(() => {});
  }
  return { stop: () => stopping.abort() };
}
