import { eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import { accessQueries } from "./access-queries";
import { auditWriter } from "./audit-log";
import { connectionQueries } from "./connection-queries";
import { deliveryLog } from "./delivery-log";
import { erase } from "./erase";
import { upgradeFacets } from "./event-facets-upgrade";
import { eventLog } from "./event-log";
import { eventValues } from "./event-values";
import { facetIndex } from "./facet-index";
import { groupCommit } from "./group-commit";
import { histories } from "./histories";
import { ingester } from "./ingest";
import { intakeQueries } from "./intake-queries";
import { load } from "./load";
import { openSqlite } from "./open";
import { rebuild } from "./rebuild";
import { testRemover } from "./remove-tests";
import { reread } from "./reread";
import { revisions } from "./revisions";
import { events } from "./schema";
import { timelineQueries } from "./timeline-queries";
import { viewQueries } from "./view-queries";

/** The store in one SQLite file, the embedded default. */
export function openSqliteStore(file: string): Store {
  const db = openSqlite(file);
  upgradeFacets(db);
  const index = facetIndex(db);
  const commit = groupCommit(db, index.settle);
  const { advance, ...changes } = revisions();
  const history = histories(db);
  const ingest = ingester(db, index, history);
  const values = eventValues(db);
  const removeTests = testRemover(db, index);
  const write = auditWriter(db);
  return {
    ...accessQueries(db, commit, write),
    events: {
      ...eventLog(db, values),
      ingest: async (event, receivedAt) => {
        const outcome = await commit(() => ingest(event, receivedAt));
        if (outcome.outcome === "stored") {
          advance("events");
          values.wake();
        }
        return outcome;
      },
      findBody: async (eventId) =>
        db.select({ body: events.body }).from(events).where(eq(events.id, eventId)).get()?.body ?? null,
    },
    connections: connectionQueries(db, index),
    timelines: timelineQueries(db, history),
    views: viewQueries(db, commit, write),
    deliveries: deliveryLog(db),
    intake: intakeQueries(db, commit, () => advance("refusals")),
    maintenance: {
      rebuild: async (options) => {
        const report = await rebuild(db, index, options);
        if (!report.isDryRun && report.corrected + report.removed > 0) advance("events");
        return report;
      },
      reread: async (options) => {
        const report = await reread(db, index, history, options);
        if (!report.isDryRun && report.readable > 0) advance("events");
        return report;
      },
      removeTests: async (by) => {
        const removed = await commit(() => {
          const events = removeTests();
          write({ deed: "tests_removed", details: { events } }, by);
          return events;
        });
        if (removed > 0) advance("events");
        return removed;
      },
      erase: async (subject, options, by) => {
        const report = await erase({ db, index, history, values, write }, subject, options, by);
        if (!report.isDryRun) advance("events");
        return report;
      },
      load: (loaded) => load(db, index, values, loaded),
    },
    changes,
    close: () => {
      values.close();
      db.$client.close();
    },
  };
}
