import { and, asc, count, desc, eq, gte, inArray, isNull, ne, sql } from "drizzle-orm";
import { hasKey } from "@/db/index/bitmap";
import type { CaseHistory, CurrentCase, OutreachStore, RoundWalk } from "@/db/outreach-store";
import { caseWorkReader } from "@/db/sqlite/cases/case-acts";
import { type CaseRow, isOpenCase } from "@/db/sqlite/cases/case-keeper";
import { toCase } from "@/db/sqlite/cases/case-row";
import { heldSpansReader } from "@/db/sqlite/lists/held-spans";
import { caseActs, cases } from "@/db/sqlite/schema/outreach-schema";
import { connectionIds, connections } from "@/db/sqlite/schema/schema";
import type { DismissReason, Snooze } from "@/domain/outreach/case-act";
import { isOpen } from "@/domain/outreach/outreach";
import type { CaseRound } from "@/domain/outreach/outreach-results";
import { isUndoableAct } from "./case-worker";
import type { ContactBlocks } from "./contact-blocks";
import type { OutreachParts } from "./outreach-parts";

/** Read in one turn of the event loop: some 10 ms. */
const ROUNDS_PER_SLICE = 2_000;

const NEWEST_FIRST: RoundWalk = {
  from: { openedAt: Number.MAX_SAFE_INTEGER, key: 0, round: 0 },
  direction: "older",
};

const ROUND_COLUMNS = {
  connectionId: connectionIds.id,
  openedAt: cases.openedAt,
  closedAt: cases.closedAt,
  end: cases.end,
  dismissedAt: cases.dismissedAt,
  // The act that dismissed it. Raw, since the query builder can't express it.
  dismissReason: sql<DismissReason | null>`case when ${cases.dismissedAt} is not null then (
    select a.content ->> 'reason' from case_acts a
    where a.connection_key = ${cases.connectionKey} and a.at = ${cases.dismissedAt} and a.undone_at is null
      and a.content ->> 'kind' = 'dismissed'
    order by a.id desc limit 1) end`,
  contacts: cases.contacts,
  contactedAt: cases.contactedAt,
  channel: cases.channel,
  template: cases.template,
  isRelapse: cases.isRelapse,
  isAnotherAccount: cases.isAnotherAccount,
  isAccepted: cases.isAccepted,
  key: cases.connectionKey,
  round: cases.round,
};

type Contact = NonNullable<CurrentCase["lastContactWithUser"]>;

/** Queries of cases. */
export function caseReader(
  { db, index }: OutreachParts,
  blocks: ContactBlocks,
): Pick<OutreachStore["outreach"], "current" | "history" | "readRounds"> {
  const { actsOf, stepsOf } = caseWorkReader(db);
  const heldSpans = heldSpansReader(db);

  function subjectsOf(ids: readonly string[]) {
    return db
      .select({ id: connectionIds.id, key: connectionIds.key, user: connections.user })
      .from(connectionIds)
      .innerJoin(connections, eq(connections.key, connectionIds.key))
      .where(inArray(connectionIds.id, [...ids]))
      .all();
  }

  function newestOf(keys: readonly number[]): Map<number, CaseRow> {
    const rows = db
      .select()
      .from(cases)
      .where(inArray(cases.connectionKey, [...keys]))
      .orderBy(asc(cases.connectionKey), asc(cases.round))
      .all();
    return new Map(rows.map((row) => [row.connectionKey, row]));
  }

  function othersOf(key: number, user: string | null): { key: number; id: string }[] {
    if (user === null || !hasKey(index.cases.shared, key)) return [];
    return db
      .select({ key: connectionIds.key, id: connectionIds.id })
      .from(connections)
      .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
      .innerJoin(cases, eq(cases.connectionKey, connections.key))
      .where(and(eq(connections.userSortKey, user), eq(connections.user, user), ne(connections.key, key), isOpenCase()))
      .orderBy(connectionIds.id)
      .all();
  }

  /** Returns each connection's last contact and last snooze that were not undone. */
  function lastActs(keys: readonly number[]): { contacts: Map<number, Contact>; snoozes: Map<number, Snooze> } {
    const acts = db
      .select()
      .from(caseActs)
      .where(and(inArray(caseActs.connectionKey, [...keys]), isNull(caseActs.undoneAt)))
      .orderBy(asc(caseActs.id))
      .all();
    const contacts = new Map<number, Contact>();
    const snoozes = new Map<number, Snooze>();
    for (const { connectionKey, at, personId, personName, content } of acts) {
      if (content.kind === "contacted") contacts.set(connectionKey, { at, personId, personName });
      if (content.kind === "snoozed")
        snoozes.set(connectionKey, { note: content.note, isUntilOpened: content.until === null });
    }
    return { contacts, snoozes };
  }

  async function current(ids: readonly string[]): Promise<CurrentCase[]> {
    await index.whenReady();
    const subjects = subjectsOf(ids);
    const newest = newestOf(subjects.map(({ key }) => key));
    const found = subjects.flatMap((subject) => {
      const row = newest.get(subject.key);
      return row ? [{ ...subject, row, others: othersOf(subject.key, subject.user) }] : [];
    });
    const blockOf = blocks.ofKeys(found.map(({ key }) => key));
    const { contacts, snoozes } = lastActs(
      found.flatMap(({ key, others }) => [key, ...others.map((other) => other.key)]),
    );
    const held = heldSpans();
    return found.map(({ key, id, row, others }) => {
      const theirs = [key, ...others.map((other) => other.key)].flatMap((one) => contacts.get(one) ?? []);
      return {
        ...toCase(id, row),
        others: others.map((other) => other.id),
        block: blockOf.get(key) ?? null,
        snooze: row.snoozedUntil === null ? null : (snoozes.get(key) ?? null),
        lastContactWithUser: theirs.sort((a, b) => b.at - a.at)[0] ?? null,
        isHeld: isOpen(row) && held.some(({ from, until }) => row.openedAt >= from && row.openedAt <= until),
      };
    });
  }

  async function history(connectionId: string): Promise<CaseHistory> {
    const [subject] = subjectsOf([connectionId]);
    if (!subject) return { cases: [], acts: [], steps: [], together: {} };
    const rows = db.select().from(cases).where(eq(cases.connectionKey, subject.key)).orderBy(desc(cases.round)).all();
    const acts = actsOf(subject.key);
    return {
      cases: rows.map((row) => toCase(connectionId, row)),
      acts,
      steps: stepsOf(subject.key),
      together: Object.fromEntries(sizesOf(acts.map(({ batch }) => batch)).map(({ batch, cases }) => [batch, cases])),
    };
  }

  function sizesOf(batches: readonly number[]): { batch: number; cases: number }[] {
    return db
      .select({ batch: caseActs.batch, cases: count() })
      .from(caseActs)
      .where(and(inArray(caseActs.batch, [...new Set(batches)]), isUndoableAct()))
      .groupBy(caseActs.batch)
      .all();
  }

  async function* readRounds(openedFrom: number, walk: RoundWalk = NEWEST_FIRST): AsyncGenerator<CaseRound[]> {
    const isOlder = walk.direction === "older";
    const order = isOlder ? desc : asc;
    let { from } = walk;
    for (;;) {
      const place = sql`(${cases.openedAt}, ${cases.connectionKey}, ${cases.round})`;
      const limit = sql`(${from.openedAt}, ${from.key}, ${from.round})`;
      const rows = db
        .select(ROUND_COLUMNS)
        .from(cases)
        .innerJoin(connectionIds, eq(connectionIds.key, cases.connectionKey))
        .where(and(gte(cases.openedAt, openedFrom), isOlder ? sql`${place} < ${limit}` : sql`${place} > ${limit}`))
        .orderBy(order(cases.openedAt), order(cases.connectionKey), order(cases.round))
        .limit(ROUNDS_PER_SLICE)
        .all();
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < ROUNDS_PER_SLICE) return;
      from = last;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return { current, history, readRounds };
}
