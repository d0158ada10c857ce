import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { untilWalIsShort } from "@/db/sqlite/file/wal-guard";
import { whenFree } from "@/db/sqlite/file/when-free";
import { EVENT_OVERHEAD_BYTES, eventRemover } from "@/db/sqlite/ingest/event-remover";
import { HOUR_MS, removeHours } from "@/db/sqlite/ingest/intake-hours";
import { eventsOfFacets } from "@/db/sqlite/logs/event-walks";
import { readFacet } from "@/db/sqlite/schema/event-facets";
import { eventCounts } from "@/db/sqlite/schema/schema";

type Row = { readonly id: number; readonly at: number; readonly bytes: number };

/** Rows whose ids increase with arrival, and how to remove one. */
type Source = { readonly next: (after: number, limit: number) => Row[]; readonly remove: (id: number) => void };

export type AgedWalk = {
  /** Only rows from before this instant. */
  readonly before: number;
  readonly removes: boolean;
  /** Called before anything is removed, in the transaction that removes it. */
  readonly onRemoving: () => void;
  /** Called after each slice. */
  readonly onFound: (rows: number, bytes: number) => void;
  readonly signal: AbortSignal | undefined;
};

const ROWS_PER_SLICE = 500;
const HOURS_PER_SLICE = 24 * 7;
const REPEAT_BYTES = 60;
const HOUR_BYTES = 40;
/** What an audit entry takes besides its texts. */
const ENTRY_BYTES = 90;

/** Finds or removes old rows, oldest first, in slices alongside the ingest. */
export async function walkAged(db: SqliteDatabase, { next, remove }: Source, walk: AgedWalk): Promise<void> {
  for (let after = 0; ; ) {
    let old: Row[] = [];
    let last: Row | undefined;
    if (walk.removes) await untilWalIsShort(db, walk.signal);
    if (walk.signal?.aborted) return;
    await whenFree(() =>
      inTransaction(db, () => {
        const rows = next(after, ROWS_PER_SLICE);
        last = rows.at(-1);
        old = rows.filter((row) => row.at < walk.before);
        if (!walk.removes || old.length === 0) return;
        walk.onRemoving();
        for (const { id } of old) remove(id);
      }),
    );
    walk.onFound(
      old.length,
      old.reduce((sum, row) => sum + row.bytes, 0),
    );
    // A clock that jumped may have left a few old ones behind newer ones; those wait.
    if (!last || old.length === 0) return;
    after = last.id;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Walks the records of repeated deliveries. */
export function repeatSource(db: SqliteDatabase): Source {
  const next = db.$client.prepare<[number, number], Row>(
    `select id, received_at as at, ${REPEAT_BYTES} as bytes from repeats where id > ? order by id limit ?`,
  );
  const remove = db.$client.prepare<[number]>("delete from repeats where id = ?");
  return { next: (after, limit) => next.all(after, limit), remove: (id) => void remove.run(id) };
}

/** Walks quarantined events and recorded signing rules. */
export function unreadSource(db: SqliteDatabase): Source {
  const facets = db
    .select()
    .from(eventCounts)
    .all()
    .map((row) => row.facet)
    .filter((facet) => ["unrecognised", "rules"].includes(readFacet(facet).type));
  const walk = eventsOfFacets(db, facets);
  const read = db.$client.prepare<[string], Row>(
    `select id, received_at as at, length(body) + ${EVENT_OVERHEAD_BYTES} as bytes from events
     where id in (select value from json_each(?)) order by id`,
  );
  return {
    next: (after, limit) => read.all(JSON.stringify(walk({ above: after }, limit))),
    remove: eventRemover(db),
  };
}

/** Walks the audit log. A trigger only allows removal after an entry that announces it. */
export function auditSource(db: SqliteDatabase): Source {
  const next = db.$client.prepare<[number, number], Row>(
    `select id, at, length(details) + length(author_name) + length(subject) + length(search_text) + coalesce(length(agent), 0)
       + ${ENTRY_BYTES} as bytes
     from audit where id > ? order by id limit ?`,
  );
  const remove = db.$client.prepare<[number]>("delete from audit where id = ?");
  return { next: (after, limit) => next.all(after, limit), remove: (id) => void remove.run(id) };
}

/** Like `walkAged`, for the hourly counts, of which there are few. */
export async function walkHours(db: SqliteDatabase, walk: AgedWalk): Promise<void> {
  const hoursBefore = db.$client.prepare<[number], { rows: number; first: number | null }>(
    "select count(*) as rows, min(hour) as first from intake_hours where hour < ?",
  );
  const before = walk.before - (walk.before % HOUR_MS);
  const { rows = 0, first = null } = hoursBefore.get(before) ?? {};
  if (!walk.removes) return walk.onFound(rows, rows * HOUR_BYTES);
  for (let until = first; until !== null && until < before && !walk.signal?.aborted; ) {
    until = Math.min(before, until + HOURS_PER_SLICE * HOUR_MS);
    const edge = until;
    const slice = hoursBefore.get(edge)?.rows ?? 0;
    await whenFree(() =>
      inTransaction(db, () => {
        walk.onRemoving();
        removeHours(db, edge);
      }),
    );
    walk.onFound(slice, slice * HOUR_BYTES);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
