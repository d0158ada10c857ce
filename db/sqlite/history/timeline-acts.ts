import { and, asc, desc, eq, gte, inArray, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { caseActs, connectionActs, linkSteps, reconnectLinks } from "@/db/sqlite/schema/outreach-schema";
import type { TimelinePageRequest } from "@/db/store";
import type { ActSource, ActStep } from "@/domain/lists/timeline";
import {
  type ActType,
  type TimelineType,
  TYPE_OF_ACT,
  TYPE_OF_CONNECTION_ACT,
  TYPE_OF_PROGRESS,
} from "@/domain/lists/timeline-search";
import type { HistoryPosition } from "./history-position";

type Subject = { readonly key: number; readonly id: string };
type Filter = Pick<TimelinePageRequest, "types" | "occurred">;

/** Where a page begins, and its direction. */
export type Walk = { readonly from: HistoryPosition | null; readonly isUp: boolean; readonly limit: number };

/** Numbers of the sources of acts beside those of `EVENT_KINDS`: they order acts at one instant, after all events. Cursors hold them. */
export const ACT_KINDS: Readonly<Record<ActSource, number>> = { link: 90, connection: 91, case: 92, undo: 93 };
const ID_MAX = Number.MAX_SAFE_INTEGER;

/** Reads acts of people and users, a page's worth of each source, from which the page is merged. */
export function actReader(db: SqliteDatabase) {
  // Raw, since the builder can't say `json_each`: one probe of an index per connection and source, whatever a user has.
  const findWithActs = db.$client.prepare<[string], { key: number }>(
    `select value as key from json_each(?) where exists (select 1 from case_acts where connection_key = value)
       or exists (select 1 from link_steps where connection_key = value)
       or exists (select 1 from connection_acts where connection_key = value)`,
  );

  function readSource(source: ActSource, { key, id }: Subject, walk: Walk, filter: Filter): ActStep[] {
    switch (source) {
      case "link":
        return readLinkSteps(db, key, walk, filter).map(({ personName, createdBy, progress, ...row }) => ({
          ...{ kind: "act", source, id: row.id, connectionId: id, at: row.at },
          // Older rows don't say who handed a link out; the link says who made it.
          personName: progress === "handed_out" ? (personName ?? createdBy) : null,
          content: { kind: "link", progress, detail: row.detail, connectionId: row.connectionId },
        }));
      case "connection":
        return readConnectionActs(db, key, walk, filter).map((row) => ({
          ...{ kind: "act", source, connectionId: id },
          ...row,
        }));
      case "case":
        return readCaseActs(db, key, walk, filter).map(({ content, undoneAt, ...row }) => ({
          ...{ kind: "act", source, connectionId: id },
          ...row,
          content: { ...content, isUndone: undoneAt !== null },
        }));
      case "undo":
        return readUndos(db, key, walk, filter).map(({ content, ...row }) => ({
          ...{ kind: "act", source, connectionId: id, id: row.id, at: row.undoneAt ?? 0 },
          ...{ personName: row.undoneBy, content: { kind: "undone", act: content } },
        }));
    }
  }

  /** Returns the connections that have any acts. */
  function withActs(subjects: readonly Subject[]): readonly Subject[] {
    const keys = new Set(findWithActs.all(JSON.stringify(subjects.map(({ key }) => key))).map(({ key }) => key));
    return subjects.filter(({ key }) => keys.has(key));
  }

  return {
    read: (subjects: readonly Subject[], walk: Walk, filter: Filter): ActStep[] =>
      withActs(subjects).flatMap((subject) => SOURCES.flatMap((source) => readSource(source, subject, walk, filter))),
  };
}

const SOURCES = ["link", "connection", "case", "undo"] as const satisfies readonly ActSource[];

export function placeOfAct({ source, at, id }: ActStep): HistoryPosition {
  return { occurredAt: at, kind: ACT_KINDS[source], id };
}

function readLinkSteps(db: SqliteDatabase, key: number, walk: Walk, filter: Filter) {
  const progresses = wantedOf(TYPE_OF_PROGRESS, filter.types);
  return db
    .select({
      id: linkSteps.id,
      at: linkSteps.at,
      progress: linkSteps.progress,
      detail: linkSteps.detail,
      connectionId: linkSteps.connectionId,
      personName: linkSteps.personName,
      createdBy: reconnectLinks.createdBy,
    })
    .from(linkSteps)
    .innerJoin(reconnectLinks, eq(reconnectLinks.id, linkSteps.linkId))
    .where(
      and(
        eq(linkSteps.connectionKey, key),
        progresses && inArray(linkSteps.progress, progresses),
        ...isWithin("link", linkSteps.at, linkSteps.id, walk, filter),
      ),
    )
    .orderBy(...orderOf(linkSteps.at, linkSteps.id, walk))
    .limit(walk.limit)
    .all();
}

function readConnectionActs(db: SqliteDatabase, key: number, walk: Walk, filter: Filter) {
  const { id, at, personName, content } = connectionActs;
  const kinds = wantedOf(TYPE_OF_CONNECTION_ACT, filter.types);
  return db
    .select({ id, at, personName, content })
    .from(connectionActs)
    .where(
      and(
        eq(connectionActs.connectionKey, key),
        kinds && inArray(kindIn(content), kinds),
        ...isWithin("connection", at, id, walk, filter),
      ),
    )
    .orderBy(...orderOf(at, id, walk))
    .limit(walk.limit)
    .all();
}

function readCaseActs(db: SqliteDatabase, key: number, walk: Walk, filter: Filter) {
  const { id, at, personName, content, undoneAt } = caseActs;
  const kinds = wantedOf(TYPE_OF_ACT, filter.types);
  return db
    .select({ id, at, personName, content, undoneAt })
    .from(caseActs)
    .where(
      and(
        eq(caseActs.connectionKey, key),
        kinds && inArray(kindIn(content), kinds),
        ...isWithin("case", at, id, walk, filter),
      ),
    )
    .orderBy(...orderOf(at, id, walk))
    .limit(walk.limit)
    .all();
}

function readUndos(db: SqliteDatabase, key: number, walk: Walk, filter: Filter) {
  const { id, undoneAt, undoneBy, content } = caseActs;
  const kinds = wantedOf(TYPE_OF_ACT, filter.types);
  return db
    .select({ id, undoneAt, undoneBy, content })
    .from(caseActs)
    .where(
      and(
        eq(caseActs.connectionKey, key),
        isNotNull(undoneAt),
        kinds && inArray(kindIn(content), kinds),
        ...isWithin("undo", undoneAt, id, walk, filter),
      ),
    )
    .orderBy(...orderOf(undoneAt, id, walk))
    .limit(walk.limit)
    .all();
}

/** Returns the kinds of a source that a filter asks for; undefined for all. */
function wantedOf<Kind extends string>(
  typeOf: Readonly<Record<Kind, ActType>>,
  types: readonly TimelineType[] = [],
): Kind[] | undefined {
  if (types.length === 0) return undefined;
  // Safe: the keys of a record of kinds are its kinds.
  return (Object.keys(typeOf) as Kind[]).filter((kind) => types.includes(typeOf[kind]));
}

function kindIn(content: SQLiteColumn): SQL<string> {
  return sql<string>`json_extract(${content}, '$.kind')`;
}

function isWithin(source: ActSource, at: SQLiteColumn, id: SQLiteColumn, { from, isUp }: Walk, filter: Filter) {
  const { occurred = null } = filter;
  return [
    from ? sql`(${at}, ${id}) ${sql.raw(isUp ? ">" : "<")} (${from.occurredAt}, ${idAt(source, from)})` : undefined,
    occurred?.from == null ? undefined : gte(at, occurred.from),
    occurred?.until == null ? undefined : lt(at, occurred.until),
  ];
}

/** Returns an id to compare with at a place of another source: within one instant, all of one source comes before or after it. */
function idAt(source: ActSource, { kind, id }: HistoryPosition): number {
  const own = ACT_KINDS[source];
  if (own === kind) return id;
  return own < kind ? ID_MAX : 0;
}

function orderOf(at: SQLiteColumn, id: SQLiteColumn, { isUp }: Walk): SQL[] {
  return isUp ? [asc(at), asc(id)] : [desc(at), desc(id)];
}
