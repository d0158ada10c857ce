import BetterSqlite3 from "better-sqlite3";
import { count, sum } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { filePlace } from "@/db/sqlite/file/damage/file-location";
import { projectionOf } from "@/db/sqlite/ingest/projection";
import * as schema from "@/db/sqlite/schema/schema";
import type { RebuildOptions } from "@/db/store";
import { rebuild } from "./rebuild";

export type FoldCheck = {
  readonly events: number;
  readonly connections: number;
  /** How many connections were compared, and how many of these differ from the fold of their events. */
  readonly compared: number;
  readonly differing: number;
};

/** Compares the states in a copy of the database with the fold of their events, without changing anything. */
export async function checkFold(file: string, options: RebuildOptions): Promise<FoldCheck> {
  const client = new BetterSqlite3(file, { fileMustExist: true });
  const db = Object.assign(drizzle(client, { schema }), { place: filePlace(file) });
  try {
    const report = await rebuild(projectionOf(db), { ...options, isDryRun: true });
    const events = db
      .select({ all: sum(schema.eventCounts.events).mapWith(Number) })
      .from(schema.eventCounts)
      .get();
    const connections = db.select({ all: count() }).from(schema.connections).get();
    return {
      events: events?.all ?? 0,
      connections: connections?.all ?? 0,
      compared: report.connections,
      differing: report.corrected + report.removed,
    };
  } finally {
    client.close();
  }
}
