import { and, asc, between, eq, getTableColumns, gte, isNull, lte, ne, or, sql } from "drizzle-orm";
import type { FacetIndex } from "@/db/index/facet-index";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import type { FoldCause } from "@/db/sqlite/history/fold-cause";
import { cases } from "@/db/sqlite/schema/outreach-schema";
import type { ConnectionRow } from "@/db/sqlite/schema/rows";
import { STATUS_EXPIRED } from "@/domain/connection/connection";
import type { StatusChange } from "@/domain/connection/status-change";
import { type Arrival, type CaseSpan, spansAfter, spansOf } from "@/domain/outreach/case-span";
import { type CaseWork, worksOf } from "@/domain/outreach/case-work";
import { caseWorkReader } from "./case-acts";

export type CaseRow = typeof cases.$inferSelect;

/** Keeps the table `cases` consistent with histories, acts and links. Everything runs inside the caller's transaction. */
export type CaseKeeper = {
  /** Call after a connection's state was written: its own cases may change, and those of others with its account. */
  readonly follow: (key: number, before: ConnectionRow | null, after: ConnectionRow | null, making: FoldCause) => void;
  /** Call after an act on a connection's cases. */
  readonly refresh: (key: number) => void;
  /** Corrects a connection's cases to match its changes of status. Returns true if they differed. */
  readonly mend: (key: number, turns: readonly StatusChange[], isDryRun: boolean) => boolean;
  /** Returns when cases opened that were new since the last call: the newest few hundred. */
  readonly takeOpened: () => readonly number[];
  /** Returns the keys between two that have cases. Others without an expiry need no correction. */
  readonly keysWithCases: (first: number, last: number) => ReadonlySet<number>;
};

const OPENED_MAX = 500;
/** Safe: the table's own column names. */
const COLUMNS = Object.keys(getTableColumns(cases)) as (keyof CaseRow)[];

export function caseKeeper(
  db: SqliteDatabase,
  index: FacetIndex,
  statusChangesOf: (key: number) => readonly StatusChange[],
): CaseKeeper {
  const { actsOf, stepsOf } = caseWorkReader(db);
  const statements = prepareStatements(db);
  const findFirst = db.$client.prepare<[string, number, number, number], Arrival>(
    `select key, first_active_at as at from connections indexed by connections_by_account
     where account_id = ? and is_disconnected = ? and first_active_at >= ? and key <> ?
     order by first_active_at, key limit 1`,
  );

  let opened: number[] = [];

  function firstArrival(accountId: string, from: number, key: number): Arrival | null {
    const lasting = findFirst.get(accountId, 0, from, key);
    const gone = findFirst.get(accountId, 1, from, key);
    if (!lasting || !gone) return lasting ?? gone ?? null;
    return gone.at < lasting.at || (gone.at === lasting.at && gone.key < lasting.key) ? gone : lasting;
  }

  const arrivalBeside = (key: number) => (accountId: string, from: number) => firstArrival(accountId, from, key);

  function rowsFor(key: number, spans: readonly CaseSpan[]): CaseRow[] {
    if (spans.length === 0) return [];
    const works = worksOf(spans, actsOf(key), stepsOf(key));
    return spans.flatMap((span, round) => {
      const work = works[round];
      return work ? [toCaseRow(key, round, span, work)] : [];
    });
  }

  /** Writes what differs from what is stored. Returns true if anything did. */
  function keep(key: number, stored: readonly CaseRow[], spans: readonly CaseSpan[], isDryRun: boolean): boolean {
    const wanted = rowsFor(key, spans);
    const differing = wanted.filter((row) => !isSame(row, stored[row.round]));
    if (differing.length === 0 && stored.length === wanted.length) return false;
    if (isDryRun) return true;
    for (const row of differing) {
      const isFresh = row.end === null && stored[row.round]?.openedAt !== row.openedAt;
      if (isFresh) opened.push(row.openedAt);
      statements.put.run(row);
    }
    opened = opened.slice(-OPENED_MAX);
    if (stored.length > wanted.length) statements.removeFrom.run({ key, round: wanted.length });
    index.touch(key, []);
    return true;
  }

  function mend(key: number, turns: readonly StatusChange[], isDryRun: boolean): boolean {
    return keep(key, statements.stored.all({ key }), spansOf(turns, arrivalBeside(key)), isDryRun);
  }

  function refresh(key: number): void {
    mend(key, statusChangesOf(key), false);
  }

  /** Adds one change of status. The stored cases are mostly enough to do that without the history. */
  function advance(key: number, turn: StatusChange): void {
    const stored = statements.stored.all({ key });
    const spans = spansAfter(stored, turn, arrivalBeside(key));
    if (spans) keep(key, stored, spans, false);
    else refresh(key);
  }

  /** Refreshes the cases of other connections that this one closes, or closed. */
  function refreshOthers(key: number, before: ConnectionRow | null, after: ConnectionRow | null): void {
    if (before?.accountId === after?.accountId && before?.firstActiveAt === after?.firstActiveAt) return;
    const closed = before ? statements.closedBy.all({ key }) : [];
    const closable =
      after?.accountId != null && after.firstActiveAt !== null
        ? statements.closableBy.all({ key, accountId: after.accountId, at: after.firstActiveAt })
        : [];
    for (const other of new Set([...closed, ...closable].map((row) => row.key))) refresh(other);
  }

  return {
    mend,
    refresh,
    takeOpened: () => {
      const taken = opened;
      opened = [];
      return taken;
    },
    follow: (key, before, after, making) => {
      if (making === "fold") refresh(key);
      if (making === "step" && after && mayTurn(before, after)) advance(key, lastStatusChange(after));
      refreshOthers(key, before, after);
    },
    keysWithCases: (first, last) => new Set(statements.keysBetween.all({ first, last }).map((row) => row.key)),
  };
}

/** Prepared, since they run at each change of status. */
function prepareStatements(db: SqliteDatabase) {
  const { placeholder } = sql;
  const key = placeholder("key");
  const at = placeholder("at");
  const columns = Object.fromEntries(COLUMNS.map((column) => [column, placeholder(column)]));
  const others = () => db.selectDistinct({ key: cases.connectionKey }).from(cases);
  return {
    stored: db.select().from(cases).where(eq(cases.connectionKey, key)).orderBy(asc(cases.round)).prepare(),
    put: db
      .insert(cases)
      .values(asRow(columns))
      .onConflictDoUpdate({ target: [cases.connectionKey, cases.round], set: columns })
      .prepare(),
    removeFrom: db
      .delete(cases)
      .where(and(eq(cases.connectionKey, key), gte(cases.round, placeholder("round"))))
      .prepare(),
    keysBetween: others()
      .where(between(cases.connectionKey, placeholder("first"), placeholder("last")))
      .prepare(),
    closedBy: others()
      .where(and(eq(cases.successor, key), ne(cases.connectionKey, key)))
      .prepare(),
    closableBy: others()
      .where(
        and(
          eq(cases.accountId, placeholder("accountId")),
          or(isNull(cases.closedAt), gte(cases.closedAt, at)),
          lte(cases.openedAt, at),
          ne(cases.connectionKey, key),
        ),
      )
      .prepare(),
  };
}

/** Safe: a placeholder accepts whatever its column takes, and `run` gets the value under the same name. */
function asRow(columns: Readonly<Record<string, unknown>>): CaseRow {
  return columns as never;
}

/** Returns true if a change of status could open or close a case. */
function mayTurn(before: ConnectionRow | null, after: ConnectionRow): boolean {
  if (before?.statusSetBy === after.statusSetBy) return false;
  return (before?.downSince ?? after.downSince) !== null;
}

/** Returns the newest change of status of a row's state. */
function lastStatusChange({ status, statusSince, statusSetBy, accountId }: ConnectionRow): StatusChange {
  return { status, from: statusSince, eventId: statusSetBy, accountId };
}

export function hasExpiry(turns: readonly StatusChange[]): boolean {
  return turns.some((turn) => turn.status === STATUS_EXPIRED);
}

/** The SQL form of `isOpen`. */
export function isOpenCase() {
  return and(isNull(cases.end), isNull(cases.dismissedAt));
}

function toCaseRow(connectionKey: number, round: number, span: CaseSpan, work: CaseWork): CaseRow {
  return {
    connectionKey,
    round,
    ...span,
    assignee: work.assignee,
    contacts: work.contacts,
    firstContactAt: work.firstContactAt,
    contactedAt: work.lastContact?.at ?? null,
    channel: work.lastContact?.channel ?? null,
    template: work.lastContact?.template ?? null,
    snoozedUntil: work.snoozedUntil,
    dismissedAt: work.dismissedAt,
    isAccepted: work.isAccepted,
    link: work.link?.progress ?? null,
    linkAt: work.link?.at ?? null,
    linkDetail: work.link?.detail ?? null,
    lastAct: work.lastAct,
  };
}

function isSame(a: CaseRow, b: CaseRow | undefined): boolean {
  return b !== undefined && COLUMNS.every((column) => a[column] === b[column]);
}
