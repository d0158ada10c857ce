import { and, count, eq, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { subjectOf } from "@/db/sqlite/outreach/contact-blocks";
import { caseActs, cases, connectionActs, doNotContact, reconnectLinks } from "@/db/sqlite/schema/outreach-schema";
import { connections } from "@/db/sqlite/schema/schema";
import type { ErasedOutreach } from "@/domain/operations/erasure";
import type { Target } from "./erasure-targets";

/** Counts what people did about the connections of an erasure, all of which is erased too. */
export function outreachAbout(db: SqliteDatabase, targets: readonly Target[]): ErasedOutreach {
  const found = { cases: 0, contacts: 0, notes: 0, otherActs: 0, links: 0, blocks: blocksAbout(db, targets) };
  const kind = sql<string>`json_extract(${caseActs.content}, '$.kind')`;
  for (const { key } of targets) {
    const acts = db
      .select({ kind, acts: count() })
      .from(caseActs)
      .where(eq(caseActs.connectionKey, key))
      .groupBy(kind)
      .all();
    for (const { kind, acts: some } of acts) {
      found[kind === "contacted" ? "contacts" : kind === "noted" ? "notes" : "otherActs"] += some;
    }
    const own = db.select({ acts: count() }).from(connectionActs).where(eq(connectionActs.connectionKey, key)).get();
    found.otherActs += own?.acts ?? 0;
    found.cases += db.select({ cases: count() }).from(cases).where(eq(cases.connectionKey, key)).get()?.cases ?? 0;
    const links = db.select({ links: count() }).from(reconnectLinks).where(eq(reconnectLinks.connectionKey, key)).get();
    found.links += links?.links ?? 0;
  }
  return found;
}

/** Counts blocks as `forgetBlock` deletes them: a user who keeps a connection keeps their block. */
function blocksAbout(db: SqliteDatabase, targets: readonly Target[]): number {
  const going = new Set(targets.flatMap(({ key, until }) => (until === null ? key : [])));
  const users = [...new Set(targets.flatMap((target) => target.users))];
  const gone = users.filter((user) => {
    const isTheirs = and(eq(connections.userSortKey, user), eq(connections.user, user));
    const keys = db.select({ key: connections.key }).from(connections).where(isTheirs).all();
    return keys.every(({ key }) => going.has(key));
  });
  const subjects = [...targets.map(({ id }) => subjectOf(null, id)), ...gone.map((user) => subjectOf(user, ""))];
  let blocks = 0;
  for (const subject of subjects) {
    blocks +=
      db.select({ blocks: count() }).from(doNotContact).where(eq(doNotContact.subject, subject)).get()?.blocks ?? 0;
  }
  return blocks;
}
