import type { AccessStore } from "@/db/access-store";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { auditLog, type WriteAudit } from "./audit-log";
import { passkeyQueries, tokenQueries } from "./credentials";
import { attemptQueries } from "./failed-attempts";
import { challengeQueries, linkQueries } from "./one-time";
import { peopleQueries } from "./people";
import { sessionQueries } from "./sessions";
import { settingsQueries } from "./settings-queries";

export function accessQueries(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): AccessStore {
  return {
    people: peopleQueries(db, commit, write),
    passkeys: passkeyQueries(db, commit, write),
    sessions: sessionQueries(db, commit, write),
    links: linkQueries(db, commit, write),
    challenges: challengeQueries(db, commit),
    attempts: attemptQueries(db, commit),
    tokens: tokenQueries(db, commit, write),
    audit: auditLog(db, commit, write),
    settings: settingsQueries(db, commit, write),
  };
}
