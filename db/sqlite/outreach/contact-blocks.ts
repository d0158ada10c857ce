import { and, eq, inArray } from "drizzle-orm";
import type { ContactBlock, OutreachStore } from "@/db/outreach-store";
import { addConnectionAct } from "@/db/sqlite/cases/case-acts";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { doNotContact } from "@/db/sqlite/schema/outreach-schema";
import { connectionIds, connections } from "@/db/sqlite/schema/schema";
import type { By } from "@/domain/access/audit";
import type { ConnectionActContent } from "@/domain/outreach/case-act";
import type { OutreachParts } from "./outreach-parts";

export type ContactBlocks = {
  readonly actions: Pick<OutreachStore["outreach"], "block" | "unblock" | "blocks">;
  /** Returns the blocks of these connections' users, by key. */
  readonly ofKeys: (keys: readonly number[]) => ReadonlyMap<number, ContactBlock>;
};

/**
 * Stores who is not to be contacted: a user, with all connections; or a connection without a user. If that gets a user later, its
 * block still holds.
 */
export function contactBlocks({ db, index, commit, write, advance }: OutreachParts): ContactBlocks {
  function subjectsOf(keys: readonly number[]): Map<number, readonly string[]> {
    const rows = db
      .select({ key: connections.key, user: connections.user, id: connectionIds.id })
      .from(connections)
      .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
      .where(inArray(connections.key, [...keys]))
      .all();
    return new Map(rows.map(({ key, user, id }) => [key, allSubjectsOf(user, id)]));
  }

  function find(connectionId: string) {
    const row = db
      .select({ key: connections.key, user: connections.user })
      .from(connections)
      .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
      .where(eq(connectionIds.id, connectionId))
      .get();
    return row && { ...row, subjects: allSubjectsOf(row.user, connectionId) };
  }

  /** Records it on the timelines of all the user's connections. */
  function noteOnAll(
    { key, user }: { readonly key: number; readonly user: string | null },
    content: ConnectionActContent,
    by: By,
  ): void {
    const theirs =
      user === null
        ? [{ key }]
        : db
            .select({ key: connections.key })
            .from(connections)
            .where(and(eq(connections.userSortKey, user), eq(connections.user, user)))
            .all();
    for (const one of theirs) {
      addConnectionAct(db, one.key, content, by);
      index.touch(one.key, []);
    }
  }

  function ofKeys(keys: readonly number[]): ReadonlyMap<number, ContactBlock> {
    const subjects = subjectsOf(keys);
    const rows = db
      .select()
      .from(doNotContact)
      .where(inArray(doNotContact.subject, [...new Set([...subjects.values()].flat())]))
      .all();
    const bySubject = new Map(rows.map(({ subject, ...block }) => [subject, block]));
    return new Map(
      [...subjects].flatMap(([key, theirs]) => {
        const [block] = theirs.flatMap((subject) => bySubject.get(subject) ?? []);
        return block ? [[key, block] as const] : [];
      }),
    );
  }

  /** Returns early if nobody is blocked, since whole exports call this. */
  function ofIds(ids: readonly string[]): ReadonlyMap<string, ContactBlock> {
    if (!db.select({ subject: doNotContact.subject }).from(doNotContact).limit(1).get()) return new Map();
    const rows = db
      .select()
      .from(connectionIds)
      .where(inArray(connectionIds.id, [...ids]))
      .all();
    const blocks = ofKeys(rows.map(({ key }) => key));
    return new Map(
      rows.flatMap(({ id, key }) => {
        const block = blocks.get(key);
        return block ? [[id, block] as const] : [];
      }),
    );
  }

  return {
    ofKeys,
    actions: {
      blocks: async (ids) => ofIds(ids),
      block: async (connectionId, reason, by) => {
        await commit(() => {
          const found = find(connectionId);
          if (!found) return;
          const row = { subject: subjectOf(found.user, connectionId), reason, at: by.at, personName: by.author.name };
          db.insert(doNotContact).values(row).onConflictDoUpdate({ target: doNotContact.subject, set: row }).run();
          write({ deed: "contact_blocked", subject: connectionId }, by);
          noteOnAll(found, { kind: "blocked", reason }, by);
        });
        advance("outreach");
      },
      unblock: async (connectionId, by) => {
        await commit(() => {
          const found = find(connectionId);
          const gone = found && db.delete(doNotContact).where(inArray(doNotContact.subject, found.subjects)).run();
          if (!found || !gone || gone.changes === 0) return;
          write({ deed: "contact_unblocked", subject: connectionId }, by);
          noteOnAll(found, { kind: "unblocked" }, by);
        });
        advance("outreach");
      },
    },
  };
}

/** Deletes the blocks of a removed connection, and of its users who have no other. */
export function forgetBlock(db: SqliteDatabase, users: readonly string[], connectionId: string): void {
  const hasOther = (user: string) =>
    db
      .select({ key: connections.key })
      .from(connections)
      .where(and(eq(connections.userSortKey, user), eq(connections.user, user)))
      .limit(1)
      .get() !== undefined;
  const gone = users.filter((user) => !hasOther(user)).map((user) => subjectOf(user, connectionId));
  db.delete(doNotContact)
    .where(inArray(doNotContact.subject, [subjectOf(null, connectionId), ...gone]))
    .run();
}

/** Returns every subject of a connection's blocks: its user, and itself from when that was unknown. */
function allSubjectsOf(user: string | null, connectionId: string): string[] {
  return [...new Set([subjectOf(user, connectionId), subjectOf(null, connectionId)])];
}

/** Returns the subject of a block. */
export function subjectOf(user: string | null, connectionId: string): string {
  return user === null ? `connection:${connectionId}` : `user:${user}`;
}
