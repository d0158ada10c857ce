import { EventEmitter } from "node:events";
import { eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import { connectionQueries } from "./connection-queries";
import { groupCommit } from "./group-commit";
import { ingester } from "./ingest";
import { intakeQueries } from "./intake-queries";
import { load } from "./load";
import { openSqlite } from "./open";
import { rebuild } from "./rebuild";
import { events } from "./schema";
import { timelineQueries } from "./timeline-queries";

/** The store in one SQLite file, the embedded default. */
export function openSqliteStore(file: string): Store {
  const db = openSqlite(file);
  const changes = new EventEmitter().setMaxListeners(0);
  const commit = groupCommit(db, () => changes.emit("change"));
  const ingest = ingester(db);
  return {
    events: {
      ingest: (event, receivedAt) => commit(() => ingest(event, receivedAt)),
      findBody: async (eventId) =>
        db.select({ body: events.body }).from(events).where(eq(events.id, eventId)).get()?.body ?? null,
    },
    connections: connectionQueries(db),
    timelines: timelineQueries(db),
    intake: intakeQueries(db, commit),
    maintenance: {
      rebuild: (onProgress) => rebuild(db, onProgress),
      load: (loaded) => load(db, loaded),
    },
    subscribe: (listener) => {
      changes.on("change", listener);
      return () => changes.off("change", listener);
    },
    close: () => db.$client.close(),
  };
}
