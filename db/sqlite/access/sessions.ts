import { and, desc, eq, gt, lt, ne, or } from "drizzle-orm";
import type { AccessStore } from "@/db/access-store";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { devices, people, sessions } from "@/db/sqlite/schema/access-schema";
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from "@/domain/access/sign-in";
import type { WriteAudit } from "./audit-log";
import { findPerson } from "./people";
import { findClockJump } from "./retention-clock";

/** Use is recorded at most this often: reading a page should not cost a sync to disk. */
const SEEN_EVERY_MS = 5 * 60_000;
/** Devices that were not used for this long are forgotten. */
const DEVICE_LIFE_MS = 365 * 86_400_000;

const COLUMNS = {
  id: sessions.id,
  method: sessions.method,
  createdAt: sessions.createdAt,
  seenAt: sessions.seenAt,
  provenAt: sessions.provenAt,
  address: sessions.address,
  agent: sessions.agent,
};

/** Queries of sessions and known devices. */
export function sessionQueries(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): AccessStore["sessions"] {
  const isGood = (now: number) =>
    and(gt(sessions.seenAt, now - SESSION_IDLE_MS), gt(sessions.createdAt, now - SESSION_LIFE_MS));

  function removeOld(now: number): void {
    if (findClockJump(db, now)) return;
    db.delete(sessions)
      .where(or(lt(sessions.seenAt, now - SESSION_IDLE_MS), lt(sessions.createdAt, now - SESSION_LIFE_MS)))
      .run();
    db.delete(devices)
      .where(lt(devices.usedAt, now - DEVICE_LIFE_MS))
      .run();
  }

  function noteUse(sessionId: number, personId: number, now: number): void {
    commit(() => {
      db.update(sessions).set({ seenAt: now }).where(eq(sessions.id, sessionId)).run();
      db.update(people).set({ seenAt: now }).where(eq(people.id, personId)).run();
      // Failing to record this doesn't matter to the caller.
    }).catch(() => {});
  }

  return {
    begin: ({ personId, secretHash, method, deviceHash, provenAt }, by) =>
      commit(() => {
        const { address, agent } = by.author;
        removeOld(by.at);
        db.insert(sessions)
          .values({
            secretHash,
            personId,
            method,
            createdAt: by.at,
            seenAt: by.at,
            provenAt: provenAt ?? by.at,
            address,
            agent,
          })
          .run();
        db.insert(devices)
          .values({ secretHash: deviceHash, personId, usedAt: by.at })
          .onConflictDoUpdate({ target: devices.secretHash, set: { personId, usedAt: by.at } })
          .run();
        db.update(people).set({ seenAt: by.at }).where(eq(people.id, personId)).run();
        write({ deed: "signed_in", details: { method } }, by);
      }),
    prove: (personId, sessionId, method, by) =>
      commit(() => {
        const proven = db
          .update(sessions)
          .set({ provenAt: by.at })
          .where(and(eq(sessions.id, sessionId), eq(sessions.personId, personId)))
          .run();
        if (proven.changes > 0) write({ deed: "identity_confirmed", details: { method } }, by);
      }),
    find: async (secretHash, now) => {
      const row = db
        .select({ ...COLUMNS, personId: sessions.personId })
        .from(sessions)
        .where(and(eq(sessions.secretHash, secretHash), isGood(now)))
        .get();
      const person = row && findPerson(db, eq(people.id, row.personId));
      if (!person) return null;
      const { personId, ...session } = row;
      if (session.seenAt < now - SEEN_EVERY_MS) noteUse(session.id, personId, now);
      return { session, person };
    },
    list: async (personId, now) =>
      db
        .select(COLUMNS)
        .from(sessions)
        .where(and(eq(sessions.personId, personId), isGood(now)))
        .orderBy(desc(sessions.seenAt), desc(sessions.id))
        .all(),
    end: (personId, sessionId, record, by) =>
      commit(() => {
        const ended = db
          .delete(sessions)
          .where(and(eq(sessions.id, sessionId), eq(sessions.personId, personId)))
          .run();
        if (ended.changes > 0) write(record, by);
      }),
    endOthers: (personId, keptSession, by) =>
      commit(() => {
        const ended = db
          .delete(sessions)
          .where(and(eq(sessions.personId, personId), ne(sessions.id, keptSession ?? -1)))
          .run();
        if (ended.changes > 0) {
          const subject = findPerson(db, eq(people.id, personId))?.email ?? "";
          write({ deed: "session_ended", subject, details: { sessions: ended.changes } }, by);
        }
        return ended.changes;
      }),
    isKnownDevice: async (personId, secretHash) =>
      db
        .select({ usedAt: devices.usedAt })
        .from(devices)
        .where(and(eq(devices.secretHash, secretHash), eq(devices.personId, personId)))
        .get() !== undefined,
  };
}
