import { and, between, eq, gt, lt, max, or, sql } from "drizzle-orm";
import { inTransaction } from "@/db/sqlite/file/open";
import { whenFree } from "@/db/sqlite/file/when-free";
import { changeEvent } from "@/db/sqlite/ingest/event-checksums";
import type { Projection } from "@/db/sqlite/ingest/projection";
import { findChange } from "@/db/sqlite/schema/event-kinds";
import { connections, events, marks } from "@/db/sqlite/schema/schema";
import { occurredAtOf, readBody } from "@/domain/intake/event";
import { DATED_AHEAD_MAX_MS, DATED_BACK_MAX_MS } from "@/domain/intake/event-time";
import { rebuild } from "./rebuild";

/** Raise this whenever the same events give another state than before, or more of it; also when `foldText` changes. */
const FOLD_VERSION = 6;
const MARK = "fold";
/** Read in one statement, some 10 ms. */
const EVENTS_PER_SLICE = 5_000;

/** Folds everything again, alongside the ingest, if an older version computed the state. */
export function upgradeFold(projection: Projection, onDone: () => void): { readonly stop: () => void } {
  const { db } = projection;
  const stopping = new AbortController();

  function note(): void {
    const value = { name: MARK, value: FOLD_VERSION };
    db.insert(marks).values(value).onConflictDoUpdate({ target: marks.name, set: value }).run();
  }

  async function upgrade(): Promise<void> {
    await placeMisdated(projection, stopping.signal);
    const { isCancelled } = await rebuild(projection, { signal: stopping.signal });
    if (isCancelled) return;
    await whenFree(note);
    onDone();
  }

  const known = db.select().from(marks).where(eq(marks.name, MARK)).get()?.value ?? 0;
  const isEmpty = db.select({ id: events.id }).from(events).limit(1).get() === undefined;
  if (known < FOLD_VERSION) {
    if (isEmpty) note();
    // If a fault such as a full disk interrupts it, it restarts at the next start.
    else void upgrade().catch(() => {});
  }
  return { stop: () => stopping.abort() };
}

/** Re-dates events that an older version placed at an impossible time, and folds their connections again. */
async function placeMisdated(projection: Projection, signal: AbortSignal): Promise<void> {
  const { db, index } = projection;
  const newest =
    db
      .select({ id: max(events.id) })
      .from(events)
      .get()?.id ?? 0;
  for (let first = 1; first <= newest && !signal.aborted; first += EVENTS_PER_SLICE) {
    const misplaced = misplacedIn(projection, first);
    if (misplaced.length > 0) {
      await whenFree(() => inTransaction(db, () => misplaced.forEach((id) => void placeAnew(projection, id))));
      index.refresh();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function misplacedIn({ db }: Projection, first: number): number[] {
  const { id, occurredAt, receivedAt } = events;
  return db
    .select({ id })
    .from(events)
    .where(
      and(
        between(id, first, first + EVENTS_PER_SLICE - 1),
        or(
          gt(occurredAt, sql`${receivedAt} + ${DATED_AHEAD_MAX_MS}`),
          lt(occurredAt, sql`${receivedAt} - ${DATED_BACK_MAX_MS}`),
        ),
      ),
    )
    .orderBy(id)
    .all()
    .map((row) => row.id);
}

function placeAnew({ db, history, save }: Projection, id: number): void {
  const row = db.select().from(events).where(eq(events.id, id)).get();
  if (!row) return;
  const occurredAt = occurredAtOf({ reading: readBody(row.body), sentAt: row.sentAt }, row.receivedAt);
  changeEvent(db, id, { occurredAt });
  const key = row.connectionKey;
  if (key === null || findChange(row.kind) === undefined) return;
  const before = db.select().from(connections).where(eq(connections.key, key)).get() ?? null;
  const from = Math.min(occurredAt, row.occurredAt);
  save(key, before, history.refold(key, { occurredAt: from, kind: 0, id: 0 }), "fold");
}
