import { asc, eq } from "drizzle-orm";
import type { CaseAct } from "@/domain/case-act";
import type { LinkStep } from "@/domain/reconnect-step";
import type { SqliteDatabase } from "./open";
import { caseActs, cases, linkSteps, reconnectLinks } from "./outreach-schema";

/** All that people did about a connection's cases, in the order in which they did it. */
export function actsOf(db: SqliteDatabase, key: number): CaseAct[] {
  return db
    .select()
    .from(caseActs)
    .where(eq(caseActs.connectionKey, key))
    .orderBy(asc(caseActs.id))
    .all()
    .map(({ connectionKey: _key, ...act }) => act);
}

/** All that happened with a connection's reconnect links, in the order in which it did. */
export function stepsOf(db: SqliteDatabase, key: number): LinkStep[] {
  return db
    .select()
    .from(linkSteps)
    .where(eq(linkSteps.connectionKey, key))
    .orderBy(asc(linkSteps.id))
    .all()
    .map(({ id, at, progress, detail, connectionId }) => ({ id, at, progress, detail, connectionId }));
}

/** Takes away all that was done about a connection, and its cases with it. */
export function forgetWork(db: SqliteDatabase, key: number): void {
  for (const table of [linkSteps, reconnectLinks, caseActs, cases]) {
    db.delete(table).where(eq(table.connectionKey, key)).run();
  }
}
