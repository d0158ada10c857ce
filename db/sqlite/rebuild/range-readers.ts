import { between, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { IS_CHANGE_SQL } from "@/db/sqlite/schema/event-kinds";
import type { ConnectionRow, EventRow } from "@/db/sqlite/schema/rows";
import { connections } from "@/db/sqlite/schema/schema";

/** Reads what is stored about the connections in a range of keys, both inclusive. */
export type RangeReaders = {
  /** Returns the events of their states, each history in order. */
  readonly histories: (first: number, last: number) => Generator<{ readonly key: number; readonly row: EventRow }>;
  readonly rows: (first: number, last: number) => ConnectionRow[];
  /** Returns the keys that have a search row. */
  readonly words: (first: number, last: number) => ReadonlySet<number>;
};

type RawEvent = [
  key: number,
  id: number,
  kind: number,
  occurredAt: number,
  receivedAt: number,
  deliveries: number,
  body: Buffer,
];

/** Prepares the statements, since a rebuild reads every event, and doesn't map rows twice. */
export function rangeReaders(db: SqliteDatabase): RangeReaders {
  const { placeholder } = sql;
  const events = db.$client
    .prepare<[number, number], RawEvent>(
      `select connection_key, id, kind, occurred_at, received_at, deliveries, body from events
       where connection_key between ? and ? and kind ${IS_CHANGE_SQL}
       order by connection_key, occurred_at, kind, id`,
    )
    .raw();
  const words = db.$client
    // The full-text table's own list of rows. Through the table itself, each would cost as much as a search.
    .prepare<[number, number], number>("select id from connection_words_docsize where id between ? and ?")
    .pluck();
  const rows = db
    .select()
    .from(connections)
    .where(between(connections.key, placeholder("first"), placeholder("last")))
    .prepare();
  return {
    histories: function* histories(first, last) {
      for (const [key, id, kind, occurredAt, receivedAt, deliveries, body] of events.all(first, last)) {
        yield { key, row: { id, kind, occurredAt, receivedAt, deliveries, body } };
      }
    },
    rows: (first, last) => rows.all({ first, last }),
    words: (first, last) => new Set(words.all(first, last)),
  };
}
