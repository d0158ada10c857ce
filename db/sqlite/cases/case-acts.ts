import { asc, eq, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { caseActs, cases, connectionActs, linkSteps, reconnectLinks } from "@/db/sqlite/schema/outreach-schema";
import type { By } from "@/domain/access/audit";
import type { CaseAct, ConnectionActContent } from "@/domain/outreach/case-act";
import type { LinkStep } from "@/domain/outreach/reconnect-step";

export type CaseWorkReader = {
  /** Returns every act on a connection's cases, in order. */
  readonly actsOf: (key: number) => CaseAct[];
  /** Returns every step of a connection's reconnect links, in order. */
  readonly stepsOf: (key: number) => LinkStep[];
};

/** Reads acts and link steps. Runs at each change of status, so its statements are prepared. */
export function caseWorkReader(db: SqliteDatabase): CaseWorkReader {
  const key = sql.placeholder("key");
  const acts = db.select().from(caseActs).where(eq(caseActs.connectionKey, key)).orderBy(asc(caseActs.id)).prepare();
  const steps = db
    .select()
    .from(linkSteps)
    .where(eq(linkSteps.connectionKey, key))
    .orderBy(asc(linkSteps.id))
    .prepare();
  return {
    actsOf: (key) => acts.all({ key }).map(({ connectionKey: _key, ...act }) => act),
    stepsOf: (key) =>
      steps
        .all({ key })
        .map(({ id, at, progress, detail, connectionId }) => ({ id, at, progress, detail, connectionId })),
  };
}

/** Records an act about a connection that moves none of its cases. */
export function addConnectionAct(db: SqliteDatabase, key: number, content: ConnectionActContent, by: By): void {
  db.insert(connectionActs).values({ connectionKey: key, at: by.at, personName: by.author.name, content }).run();
}

/** Deletes all acts about a connection, and its cases. */
export function forgetWork(db: SqliteDatabase, key: number): void {
  for (const table of [linkSteps, reconnectLinks, caseActs, connectionActs, cases]) {
    db.delete(table).where(eq(table.connectionKey, key)).run();
  }
}
