import { and, desc, eq, inArray, ne } from "drizzle-orm";
import type { CaseHistory, CurrentCase, OutreachStore } from "@/db/outreach-store";
import type { OutreachCase } from "@/domain/outreach";
import { actsOf, stepsOf } from "./case-acts";
import { type CaseRow, isOpenCase } from "./case-keeper";
import type { OutreachParts } from "./case-worker";
import type { ContactBlocks } from "./contact-blocks";
import { cases } from "./outreach-schema";
import { connectionIds, connections } from "./schema";

/** The questions about cases. */
export function caseReader(
  { db }: OutreachParts,
  blocks: ContactBlocks,
): Pick<OutreachStore["outreach"], "current" | "history"> {
  function keysOf(ids: readonly string[]) {
    const rows = db
      .select({ id: connectionIds.id, key: connectionIds.key, user: connections.user })
      .from(connectionIds)
      .innerJoin(connections, eq(connections.key, connectionIds.key))
      .where(inArray(connectionIds.id, [...ids]))
      .all();
    return rows;
  }

  function newestOf(key: number): CaseRow | undefined {
    return db.select().from(cases).where(eq(cases.connectionKey, key)).orderBy(desc(cases.round)).limit(1).get();
  }

  function othersOf(key: number, user: string | null): { key: number; id: string }[] {
    if (user === null) return [];
    return db
      .select({ key: connectionIds.key, id: connectionIds.id })
      .from(connections)
      .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
      .innerJoin(cases, eq(cases.connectionKey, connections.key))
      .where(and(eq(connections.userSortKey, user), eq(connections.user, user), ne(connections.key, key), isOpenCase()))
      .orderBy(connections.key)
      .all();
  }

  function lastContactAbout(keys: readonly number[]): CurrentCase["lastContactWithUser"] {
    const found = keys
      .flatMap((key) => actsOf(db, key))
      .filter(({ content, undoneAt }) => content.kind === "contacted" && undoneAt === null)
      .sort((a, b) => b.at - a.at)[0];
    return found ? { at: found.at, personId: found.personId, personName: found.personName } : null;
  }

  async function current(connectionIds: readonly string[]): Promise<CurrentCase[]> {
    const found = keysOf(connectionIds);
    const blockOf = blocks.ofKeys(found.map(({ key }) => key));
    return found.flatMap(({ key, id, user }) => {
      const row = newestOf(key);
      if (!row) return [];
      const others = othersOf(key, user);
      return {
        ...toCase(id, row),
        others: others.map((other) => other.id),
        block: blockOf.get(key) ?? null,
        lastContactWithUser: lastContactAbout([key, ...others.map((other) => other.key)]),
        isHeld: false,
      };
    });
  }

  async function history(connectionId: string): Promise<CaseHistory> {
    const [subject] = keysOf([connectionId]);
    if (!subject) return { cases: [], acts: [], steps: [] };
    const rows = db.select().from(cases).where(eq(cases.connectionKey, subject.key)).orderBy(desc(cases.round)).all();
    return {
      cases: rows.map((row) => toCase(connectionId, row)),
      acts: actsOf(db, subject.key),
      steps: stepsOf(db, subject.key),
    };
  }

  return { current, history };
}

/** A case as the row that keeps it says. */
export function toCase(connectionId: string, row: CaseRow): OutreachCase {
  const { contactedAt, channel, template, link, linkAt, linkDetail, connectionKey: _key, round: _round, ...same } = row;
  return {
    connectionId,
    ...same,
    lastContact: contactedAt !== null && channel !== null ? { at: contactedAt, channel, template } : null,
    link: link !== null && linkAt !== null ? { progress: link, at: linkAt, detail: linkDetail ?? "" } : null,
  };
}
