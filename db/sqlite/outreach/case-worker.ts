import { and, asc, desc, eq, gt, inArray, isNull, max, ne, sql } from "drizzle-orm";
import type { ActOptions, ActOutcome, ActTarget, LeftCase, LeftCause, OutreachStore } from "@/db/outreach-store";
import { type CaseRow, isOpenCase } from "@/db/sqlite/cases/case-keeper";
import { toCase } from "@/db/sqlite/cases/case-row";
import { caseActs, cases } from "@/db/sqlite/schema/outreach-schema";
import { connectionIds, connections } from "@/db/sqlite/schema/schema";
import { type AuditDetails, type By, type Deed, personIdOf } from "@/domain/access/audit";
import type { ActContent, ActKind } from "@/domain/outreach/case-act";
import { isOpen, needsLook } from "@/domain/outreach/outreach";
import type { ContactBlocks } from "./contact-blocks";
import type { OutreachParts } from "./outreach-parts";

/** Cases in one transaction: some 10 ms, during which no delivery is processed. */
const CASES_PER_SLICE = 100;
/** Enough to retry the act on cases that were left alone. */
const EXAMPLES_MAX = 500;

const DEEDS: Record<ActKind, Deed> = {
  assigned: "cases_assigned",
  contacted: "contacted",
  snoozed: "cases_snoozed",
  dismissed: "cases_dismissed",
  reopened: "cases_reopened",
  accepted: "account_accepted",
  noted: "note_added",
};

type Obstacle = Omit<LeftCase, "connectionId">;
const NO_CASE: Obstacle = { cause: "closed", act: null };

type Doing = {
  readonly content: ActContent;
  readonly options: ActOptions;
  readonly by: By;
  batch: number | null;
  readonly done: Set<number>;
  readonly left: Record<LeftCause, number>;
  readonly examples: LeftCase[];
};

/** Carries out what people do about cases. */
export function caseWorker(
  { db, index, cases: keeper, readKeys, commit, write, advance }: OutreachParts,
  blocks: ContactBlocks,
): Pick<OutreachStore["outreach"], "newestAct" | "act" | "undo"> {
  function nextBatch(): number {
    return (
      (db
        .select({ batch: max(caseActs.batch) })
        .from(caseActs)
        .get()?.batch ?? 0) + 1
    );
  }

  function newestActId(): number {
    return (
      db
        .select({ id: max(caseActs.id) })
        .from(caseActs)
        .get()?.id ?? 0
    );
  }

  async function act(target: ActTarget, content: ActContent, options: ActOptions, by: By): Promise<ActOutcome> {
    const left = { closed: 0, conflict: 0, blocked: 0, cooling: 0 };
    const doing: Doing = { content, options, by, batch: null, done: new Set(), left, examples: [] };
    // Collect all keys first: the act moves cases out of the list that is being read.
    const keys: number[] = [];
    for await (const slice of readKeys(target.search, target.selection, by.at)) keys.push(...slice);
    let stoppedBy: unknown = null;
    for (let at = 0; at < keys.length && stoppedBy === null; at += CASES_PER_SLICE) {
      const goBack = markOf(doing);
      try {
        await commit(() => {
          // This runs again if other work in its transaction fails, which undid the first run.
          goBack();
          actOnSlice(doing, keys.slice(at, at + CASES_PER_SLICE));
        });
      } catch (cause) {
        goBack();
        if (doing.done.size === 0) throw cause;
        stoppedBy = cause;
      }
    }
    if (doing.done.size > 0) advance("outreach");
    return { batch: doing.batch, cases: doing.done.size, left, examples: doing.examples, stoppedBy };
  }

  function actOnSlice(doing: Doing, keys: readonly number[]): void {
    const { content, by } = doing;
    const before = doing.done.size;
    const newest = newestActId();
    for (const key of keys) if (!doing.done.has(key)) actOnUser(doing, key);
    const count = doing.done.size - before;
    if (count === 0) return;
    const [only] = count === 1 ? [...doing.done].slice(before) : [];
    const subject = only === undefined ? "" : idOf(only);
    const acts = { batch: doing.batch ?? 0, firstAct: newest + 1, lastAct: newestActId() };
    write({ deed: DEEDS[content.kind], subject, details: { ...factsOf(content), cases: count, ...acts } }, by);
  }

  /** Acts on all open cases of a user, since one user is one piece of work. A note is only on one case. */
  function actOnUser(doing: Doing, key: number): void {
    const all = doing.content.kind === "noted" ? [key] : [key, ...openSiblingsOf(key)];
    // Judge all before acting: a contact with one must not block the next.
    const rows = all.filter((one) => !doing.done.has(one)).map((one) => ({ one, row: newestCase(one) }));
    const isMeantAgain = doing.options.meantAgain?.has(idOf(key)) ?? false;
    const judged = rows.map(({ one, row }) => ({
      ...{ one, row },
      obstacle: row ? obstacleTo(doing, row, isMeantAgain ? [] : all) : NO_CASE,
    }));
    for (const { one, row, obstacle } of judged) {
      if (row && !obstacle) addAct(doing, row);
      else if (obstacle && one === key) leave(doing, one, obstacle);
    }
  }

  /** `cooling` are the cases whose contacts count for the cool-down. */
  function obstacleTo({ content, options, by }: Doing, row: CaseRow, cooling: readonly number[]): Obstacle | null {
    if (!isPossible(content.kind, row)) return NO_CASE;
    const isContact = content.kind === "contacted";
    const block = isContact ? blocks.ofKeys([row.connectionKey]).get(row.connectionKey) : undefined;
    if (block) return { cause: "blocked", act: { kind: "blocked", personName: block.personName, at: block.at } };
    const recent = isContact ? contactSince(cooling, by.at - options.coolDownMs) : undefined;
    const conflict = options.seen === null ? undefined : newerAct(row.connectionKey, options.seen, by);
    // A colleague's recent contact is both. Report it once, as the cool-down, which is what stands in the way of another contact.
    if (conflict && conflict.id !== recent?.id)
      return { cause: "conflict", act: { ...conflict, kind: conflict.content.kind } };
    return recent ? { cause: "cooling", act: { ...recent, kind: "contacted" } } : null;
  }

  function addAct(doing: Doing, { connectionKey, openedAt, closedAt }: CaseRow): void {
    const { author, at } = doing.by;
    // The sender's clock may be ahead of ours.
    const earliestAt = doing.content.kind === "accepted" ? (closedAt ?? openedAt) : openedAt;
    doing.batch ??= nextBatch();
    db.insert(caseActs)
      .values({
        connectionKey,
        batch: doing.batch,
        at: Math.max(at, earliestAt),
        personId: personIdOf(author),
        personName: author.name,
        content: doing.content,
      })
      .run();
    refresh(connectionKey);
    doing.done.add(connectionKey);
  }

  function leave(doing: Doing, key: number, obstacle: Obstacle): void {
    doing.left[obstacle.cause] += 1;
    if (doing.examples.length < EXAMPLES_MAX) doing.examples.push({ connectionId: idOf(key), ...obstacle });
  }

  async function undo(batch: number, by: By): Promise<number> {
    let undone = 0;
    for (;;) {
      const slice = await commit(() => undoSlice(batch, by));
      undone += slice;
      if (slice < CASES_PER_SLICE) break;
    }
    if (undone > 0) advance("outreach");
    return undone;
  }

  function undoSlice(batch: number, by: By): number {
    const rows = db
      .select({ id: caseActs.id, key: caseActs.connectionKey, content: caseActs.content })
      .from(caseActs)
      .where(and(eq(caseActs.batch, batch), isUndoableAct()))
      .orderBy(asc(caseActs.id))
      .limit(CASES_PER_SLICE)
      .all();
    const [first] = rows;
    if (!first) return 0;
    const ids = rows.map(({ id }) => id);
    const mark = { undoneAt: by.at, undoneBy: by.author.name };
    db.update(caseActs).set(mark).where(inArray(caseActs.id, ids)).run();
    for (const { key } of rows) refresh(key);
    const subject = rows.length === 1 ? idOf(first.key) : "";
    const acts = { batch, firstAct: first.id, lastAct: rows.at(-1)?.id ?? first.id };
    write({ deed: "case_act_undone", subject, details: { act: first.content.kind, cases: rows.length, ...acts } }, by);
    return rows.length;
  }

  function refresh(key: number): void {
    keeper.refresh(key);
    index.touch(key, []);
  }

  function newestCase(key: number): CaseRow | undefined {
    return db.select().from(cases).where(eq(cases.connectionKey, key)).orderBy(desc(cases.round)).limit(1).get();
  }

  function openSiblingsOf(key: number): number[] {
    const user = db.select({ user: connections.user }).from(connections).where(eq(connections.key, key)).get()?.user;
    if (user == null) return [];
    return db
      .select({ key: connections.key })
      .from(connections)
      .innerJoin(cases, eq(cases.connectionKey, connections.key))
      .where(and(eq(connections.userSortKey, user), eq(connections.user, user), ne(connections.key, key), isOpenCase()))
      .all()
      .map((row) => row.key);
  }

  /** Finds what someone else did about a case after a certain act. */
  function newerAct(key: number, seen: number, by: By) {
    const theirs = personIdOf(by.author);
    return db
      .select()
      .from(caseActs)
      .where(and(eq(caseActs.connectionKey, key), gt(caseActs.id, seen), isNull(caseActs.undoneAt)))
      .orderBy(desc(caseActs.id))
      .all()
      .find(({ personId }) => personId === null || personId !== theirs);
  }

  function contactSince(keys: readonly number[], since: number) {
    return db
      .select()
      .from(caseActs)
      .where(and(inArray(caseActs.connectionKey, [...keys]), gt(caseActs.at, since), isNull(caseActs.undoneAt)))
      .orderBy(desc(caseActs.id))
      .all()
      .find(({ content }) => content.kind === "contacted");
  }

  function idOf(key: number): string {
    return db.select().from(connectionIds).where(eq(connectionIds.key, key)).get()?.id ?? "";
  }

  return {
    newestAct: async () => newestActId(),
    act,
    undo,
  };
}

/** Returns a function that rolls back the counts of a slice that was not kept. */
function markOf(doing: Doing): () => void {
  const { batch } = doing;
  const [done, examples, left] = [doing.done.size, doing.examples.length, { ...doing.left }];
  return () => {
    for (const key of [...doing.done].slice(done)) doing.done.delete(key);
    doing.examples.length = examples;
    Object.assign(doing.left, left);
    doing.batch = batch;
  };
}

/** The SQL form of `isUndoable`, for the newest case. */
export function isUndoableAct() {
  return and(
    isNull(caseActs.undoneAt),
    sql`${caseActs.at} >= (
      select coalesce(closed_at, opened_at) from cases
      where connection_key = ${caseActs.connectionKey} order by round desc limit 1
    )`,
  );
}

/** Returns true if an act of this kind makes sense in a case's current state. */
function isPossible(kind: ActKind, row: CaseRow): boolean {
  if (kind === "noted") return true;
  if (kind === "accepted") return row.end !== null && needsLook(toCase("", row));
  if (kind === "reopened") return row.end === null && (row.dismissedAt !== null || row.snoozedUntil !== null);
  return isOpen(row);
}

/** Returns what the audit log keeps of an act: no notes, since those may name people. */
function factsOf(content: ActContent): AuditDetails {
  if (content.kind === "contacted") return { channel: content.channel, template: content.template ?? "" };
  if (content.kind === "snoozed") return { until: content.until ?? "link opened" };
  if (content.kind === "dismissed") return { reason: content.reason };
  return content.kind === "assigned" ? { to: content.to ?? "nobody" } : {};
}
