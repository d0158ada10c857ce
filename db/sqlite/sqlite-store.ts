import { eq } from "drizzle-orm";
import type { Store } from "@/db/store";
import { NO_DAMAGED_EVENTS } from "@/domain/maintenance";
import { totalOf } from "@/domain/retention";
import { accessQueries } from "./access-queries";
import { auditWriter } from "./audit-log";
import { backup } from "./backup";
import { commitMark } from "./commit-mark";
import { connectionQueries } from "./connection-queries";
import { damageWatch } from "./damage-watch";
import { deliveryLog } from "./delivery-log";
import { erase } from "./erase";
import { eventCheck } from "./event-check";
import { backfillChecksums } from "./event-checksums";
import { upgradeFacets } from "./event-facets-upgrade";
import { eventLog } from "./event-log";
import { eventValues } from "./event-values";
import { isWhollyChecked } from "./examine";
import { upgradeFold } from "./fold-version";
import { type GroupCommit, groupCommit } from "./group-commit";
import { incidentWatch } from "./incident-queries";
import { ingester } from "./ingest";
import { intakeQueries } from "./intake-queries";
import { load } from "./load";
import { openSqlite } from "./open";
import { outreachQueries } from "./outreach-queries";
import { projectionOf } from "./projection";
import { quarantine } from "./quarantine";
import { rebuild } from "./rebuild";
import { refusalLog } from "./refusal-log";
import { testRemover } from "./remove-tests";
import { reread } from "./reread";
import { retain } from "./retain";
import { retentionClock } from "./retention-clock";
import { revisions } from "./revisions";
import { events } from "./schema";
import { checkBeside } from "./side-process";
import { storageMeter } from "./storage-use";
import { timelineQueries } from "./timeline-queries";
import { viewQueries } from "./view-queries";
import { vitalSigns } from "./vitals";
import { guardWal } from "./wal-guard";

/** The store in one SQLite file, the embedded default. */
export function openSqliteStore(file: string): Store {
  const isChecked = isWhollyChecked(file);
  const db = openSqlite(file);
  const damage = damageWatch(file);
  upgradeFacets(db);
  const projection = projectionOf(db);
  const { index, history } = projection;
  const { advance, ...changes } = revisions();
  const watch = incidentWatch(
    db,
    projection.cases,
    () => commit,
    () => advance("outreach"),
  );
  const { noteCommit, watchRefusals, ...vitals } = vitalSigns(db, file, index, () => commit);
  const mark = commitMark(db);
  const commit: GroupCommit = groupCommit(db, (figures) => {
    mark.note();
    index.settle();
    watch.look();
    noteCommit(figures);
  });
  const ingest = ingester(projection);
  const values = eventValues(db);
  const refusals = refusalLog(db, commit, () => advance("refusals"));
  const removeTests = testRemover(projection);
  const write = auditWriter(db);
  const wal = guardWal(db);
  const check = eventCheck(file);
  const checksums = backfillChecksums(db);
  const upgrade = upgradeFold(projection, () => advance("events"));
  const { readKeys, ...connectionsOf } = connectionQueries(db, index);
  return damage.watching({
    ...accessQueries(db, commit, write),
    ...outreachQueries({ ...projection, readKeys, commit, write, advance }),
    events: {
      ...eventLog(db, values),
      ...quarantine(db, commit, write, () => advance("events")),
      ingest: async (event, receivedAt) => {
        damage.refuseIfFound();
        const outcome = await watchRefusals(commit(() => ingest(event, receivedAt)));
        if (outcome.outcome === "stored") {
          advance("events");
          values.wake();
        }
        return outcome;
      },
      findBody: async (eventId) =>
        db.select({ body: events.body }).from(events).where(eq(events.id, eventId)).get()?.body ?? null,
    },
    connections: connectionsOf,
    timelines: timelineQueries(db, history),
    views: viewQueries(db, commit, write),
    deliveries: deliveryLog(db),
    intake: intakeQueries(db, refusals.record),
    maintenance: {
      rebuild: async (options = {}) => {
        // Of a rebuild in parts, the whole was checked before.
        const damaged = options.part
          ? NO_DAMAGED_EVENTS
          : await check
              .run({ connectionId: options.connectionId ?? null, signal: options.signal })
              .catch(unlessAborted(options.signal));
        const isDryRun = options.isDryRun === true || damaged.count > 0;
        const report = { ...(await rebuild(projection, { ...options, isDryRun })), damaged };
        if (!report.isDryRun && report.corrected + report.removed > 0) advance("events");
        return report;
      },
      reread: async (options) => {
        const report = await reread(projection, options);
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
        const report = await erase({ ...projection, values, write }, subject, options, by);
        if (!report.isDryRun) advance("events");
        return report;
      },
      checkEvents: check.run,
      backup: (target, options = {}) => backup(db, target, options, damage.note),
      lookForDamage: async (signal) => {
        const finding = isChecked ? null : await checkBeside({ file, isQuick: true }, { signal });
        if (finding !== null) damage.note(finding);
        return finding;
      },
      retain: async (rules, options, by) => {
        const report = await retain({ ...projection, write }, rules, options, by);
        if (!report.isDryRun && totalOf(report).rows > 0) advance("events");
        return report;
      },
      ...retentionClock(db, commit, write),
      measureStorage: storageMeter(db),
      load: (loaded) => load(projection, values, loaded),
    },
    changes,
    vitals,
    damage: damage.found,
    damagedEvents: check.found,
    misplaced: db.place.findMissing,
    close: () => {
      upgrade.stop();
      checksums.stop();
      watch.stop();
      wal.stop();
      values.close();
      refusals.flush();
      mark.close();
      db.$client.close();
    },
  });
}

/** What was cancelled has found nothing. */
function unlessAborted(signal: AbortSignal | undefined) {
  return (fault: unknown) => {
    if (!signal?.aborted) throw fault;
    return NO_DAMAGED_EVENTS;
  };
}
