import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import type { AccessStore } from "@/db/access-store";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { challenges, links } from "@/db/sqlite/schema/access-schema";
import { CHALLENGE_LIFE_MS, CHALLENGE_TRIES_MAX } from "@/domain/access/sign-in";
import type { WriteAudit } from "./audit-log";
import { findClockJump } from "./retention-clock";

/**
 * Beyond this the oldest are dropped, those about nobody first. That is room for hundreds of addresses at their limit, so that
 * none can push out another's.
 */
const CHALLENGES_MAX = 50_000;
/** SQLite requires a limit for an offset. */
const SURPLUS_MAX = 1_000_000;

const LINK_COLUMNS = {
  id: links.id,
  kind: links.kind,
  email: links.email,
  role: links.role,
  personId: links.personId,
  madeBy: links.madeBy,
  createdAt: links.createdAt,
  expiresAt: links.expiresAt,
};

/** Queries of one-time links. */
export function linkQueries(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): AccessStore["links"] {
  return {
    list: async (now) =>
      db
        .select(LINK_COLUMNS)
        .from(links)
        .where(gt(links.expiresAt, now))
        .orderBy(desc(links.createdAt), desc(links.id))
        .all(),
    find: async (secretHash, now) =>
      db
        .select(LINK_COLUMNS)
        .from(links)
        .where(and(eq(links.secretHash, secretHash), gt(links.expiresAt, now)))
        .get() ?? null,
    make: ({ secretHash, kind, email, role, personId, expiresAt }, record, by) =>
      commit(() => {
        if (!findClockJump(db, by.at)) db.delete(links).where(lt(links.expiresAt, by.at)).run();
        const sameEmail = email === null ? isNull(links.email) : eq(links.email, email);
        const samePerson = personId === null ? isNull(links.personId) : eq(links.personId, personId);
        db.delete(links)
          .where(and(eq(links.kind, kind), sameEmail, samePerson))
          .run();
        const madeBy = by.author.name;
        db.insert(links).values({ secretHash, kind, email, role, personId, madeBy, createdAt: by.at, expiresAt }).run();
        if (record) write(record, by);
      }),
    withdraw: (id, by) =>
      commit(() => {
        const link = db.delete(links).where(eq(links.id, id)).returning({ email: links.email }).get();
        if (link) write({ deed: "invitation_withdrawn", subject: link.email ?? "" }, by);
      }),
  };
}

/** Queries of challenges, each of which a browser can answer once. */
export function challengeQueries(
  db: SqliteDatabase,
  commit: GroupCommit,
  challengesMax = CHALLENGES_MAX,
): AccessStore["challenges"] {
  const open = (secretHash: string, now: number) =>
    and(
      eq(challenges.secretHash, secretHash),
      gt(challenges.expiresAt, now),
      lt(challenges.tries, CHALLENGE_TRIES_MAX),
    );
  return {
    ask: (secretHash, content, now) =>
      commit(() => {
        db.delete(challenges).where(lt(challenges.expiresAt, now)).run();
        const surplus = db
          .select({ secretHash: challenges.secretHash })
          .from(challenges)
          .orderBy(isNull(challenges.personId), desc(challenges.expiresAt), asc(challenges.secretHash))
          .limit(SURPLUS_MAX)
          .offset(challengesMax - 1);
        db.delete(challenges).where(inArray(challenges.secretHash, surplus)).run();
        db.insert(challenges)
          .values({
            secretHash,
            content,
            personId: "personId" in content ? (content.personId ?? null) : null,
            expiresAt: now + CHALLENGE_LIFE_MS,
          })
          .run();
      }),
    look: (secretHash, now) =>
      commit(() => {
        const asked = db
          .update(challenges)
          .set({ tries: sql`${challenges.tries} + 1` })
          .where(open(secretHash, now))
          .returning({ content: challenges.content })
          .get();
        return asked?.content ?? null;
      }),
    take: (secretHash, now) =>
      commit(() => {
        const asked = db
          .delete(challenges)
          .where(open(secretHash, now))
          .returning({ content: challenges.content })
          .get();
        return asked?.content ?? null;
      }),
  };
}

/** Ends a person's open challenges. Call it in the transaction that changes their credentials. */
export function endChallengesOf(db: SqliteDatabase, personId: number): void {
  db.delete(challenges).where(eq(challenges.personId, personId)).run();
}
