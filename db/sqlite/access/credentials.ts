import { and, asc, count, desc, eq, gt, lt } from "drizzle-orm";
import type { AccessStore } from "@/db/access-store";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { apiTokens, passkeys } from "@/db/sqlite/schema/access-schema";
import { TOKENS_MAX } from "@/domain/access/api-token";
import type { WriteAudit } from "./audit-log";
import { endChallengesOf } from "./one-time";
import { findClockJump } from "./retention-clock";

/** Use is recorded at most this often, as with sessions. */
const USED_EVERY_MS = 5 * 60_000;

const TOKEN_COLUMNS = {
  id: apiTokens.id,
  name: apiTokens.name,
  hint: apiTokens.hint,
  role: apiTokens.role,
  madeBy: apiTokens.madeBy,
  createdAt: apiTokens.createdAt,
  expiresAt: apiTokens.expiresAt,
  usedAt: apiTokens.usedAt,
};

/** Queries of passkeys. */
export function passkeyQueries(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): AccessStore["passkeys"] {
  return {
    list: async (personId) =>
      db
        .select({ id: passkeys.id, name: passkeys.name, createdAt: passkeys.createdAt, usedAt: passkeys.usedAt })
        .from(passkeys)
        .where(eq(passkeys.personId, personId))
        .orderBy(asc(passkeys.createdAt), asc(passkeys.id))
        .all(),
    find: async (id) => {
      const row = db.select().from(passkeys).where(eq(passkeys.id, id)).get();
      if (!row) return null;
      const { personId, publicKey, counter, transports } = row;
      return { id, personId, publicKey, counter, transports };
    },
    add: ({ id, personId, name, publicKey, counter, transports }, by) =>
      commit(() => {
        const key = Buffer.from(publicKey);
        db.insert(passkeys).values({ id, personId, name, publicKey: key, counter, transports, createdAt: by.at }).run();
        endChallengesOf(db, personId);
        write({ deed: "passkey_added", details: { name } }, by);
      }),
    used: (id, counter, at) =>
      commit(() => {
        db.update(passkeys).set({ counter, usedAt: at }).where(eq(passkeys.id, id)).run();
      }),
    remove: (personId, id, by) =>
      commit(() => {
        const removed = db
          .delete(passkeys)
          .where(and(eq(passkeys.id, id), eq(passkeys.personId, personId)))
          .returning({ name: passkeys.name })
          .get();
        if (!removed) return;
        endChallengesOf(db, personId);
        write({ deed: "passkey_removed", details: { name: removed.name } }, by);
      }),
  };
}

/** Queries of API tokens. */
export function tokenQueries(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): AccessStore["tokens"] {
  return {
    list: async () =>
      db.select(TOKEN_COLUMNS).from(apiTokens).orderBy(desc(apiTokens.createdAt), desc(apiTokens.id)).all(),
    find: async (secretHash, now) => {
      const token = db
        .select(TOKEN_COLUMNS)
        .from(apiTokens)
        .where(and(eq(apiTokens.secretHash, secretHash), gt(apiTokens.expiresAt, now)))
        .get();
      if (!token) return null;
      if ((token.usedAt ?? 0) < now - USED_EVERY_MS) {
        commit(() => {
          db.update(apiTokens).set({ usedAt: now }).where(eq(apiTokens.id, token.id)).run();
          // Failing to record this doesn't matter to the caller.
        }).catch(() => {});
      }
      return token;
    },
    make: (token, by) =>
      commit(() => {
        if (!findClockJump(db, by.at)) db.delete(apiTokens).where(lt(apiTokens.expiresAt, by.at)).run();
        const tokens = db.select({ tokens: count() }).from(apiTokens).get()?.tokens ?? 0;
        if (tokens >= TOKENS_MAX) return "too_many" as const;
        db.insert(apiTokens).values(token).run();
        const details = { role: token.role, expires: new Date(token.expiresAt).toISOString().slice(0, 10) };
        write({ deed: "token_made", subject: token.name, details }, by);
        return "made" as const;
      }),
    revoke: (id, by) =>
      commit(() => {
        const token = db.delete(apiTokens).where(eq(apiTokens.id, id)).returning({ name: apiTokens.name }).get();
        if (token) write({ deed: "token_revoked", subject: token.name }, by);
      }),
  };
}
