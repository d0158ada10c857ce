import { eq } from "drizzle-orm";
import { accessQueries } from "@/db/sqlite/access/access-queries";
import { auditWriter } from "@/db/sqlite/access/audit-log";
import { retentionClock } from "@/db/sqlite/access/retention-clock";
import { backup } from "@/db/sqlite/backup/backup";
import { commitMark } from "@/db/sqlite/file/commit-mark";
import { damageWatch } from "@/db/sqlite/file/damage/damage-watch";
import { isWhollyChecked } from "@/db/sqlite/file/damage/examine";
import { type GroupCommit, groupCommit } from "@/db/sqlite/file/group-commit";
import { openSqlite } from "@/db/sqlite/file/open";
import { revisions } from "@/db/sqlite/file/revisions";
import { checkBeside } from "@/db/sqlite/file/side-process";
import { guardWal } from "@/db/sqlite/file/wal-guard";
import { timelineQueries } from "@/db/sqlite/history/timeline-queries";
import { backfillChecksums } from "@/db/sqlite/ingest/event-checksums";
import { ingester } from "@/db/sqlite/ingest/ingest";
import { projectionOf } from "@/db/sqlite/ingest/projection";
import { connectionQueries } from "@/db/sqlite/lists/connection-queries";
import { viewQueries } from "@/db/sqlite/lists/view-queries";
import { deliveryLog } from "@/db/sqlite/logs/delivery-log";
import { upgradeFacets } from "@/db/sqlite/logs/event-facets-upgrade";
import { eventLog } from "@/db/sqlite/logs/event-log";
import { eventValues } from "@/db/sqlite/logs/event-values";
import { intakeQueries } from "@/db/sqlite/logs/intake-queries";
import { quarantine } from "@/db/sqlite/logs/quarantine";
import { refusalLog } from "@/db/sqlite/logs/refusal-log";
import { incidentWatch } from "@/db/sqlite/outreach/incident-queries";
import { outreachQueries } from "@/db/sqlite/outreach/outreach-queries";
import { upgradeFold } from "@/db/sqlite/rebuild/fold-version";
import { load } from "@/db/sqlite/rebuild/load";
import { rebuild } from "@/db/sqlite/rebuild/rebuild";
import { reread } from "@/db/sqlite/rebuild/reread";
import { erase } from "@/db/sqlite/removal/erase";
import { testRemover } from "@/db/sqlite/removal/remove-tests";
import { retain } from "@/db/sqlite/removal/retain";
import { events } from "@/db/sqlite/schema/schema";
import { eventCheck } from "@/db/sqlite/upkeep/event-check";
import { storageMeter } from "@/db/sqlite/upkeep/storage-use";
import { vitalSigns } from "@/db/sqlite/upkeep/vitals";
import type { Store } from "@/db/store";
import { NO_DAMAGED_EVENTS } from "@/domain/operations/maintenance";
import { totalOf } from "@/domain/operations/retention";

/** Opens the store in one SQLite file, the embedded default. */
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
    index.refresh();
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
        // For a rebuild in parts, everything was checked before.
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

/** Ignores faults of cancelled work. */
function unlessAborted(signal: AbortSignal | undefined) {
  return (fault: unknown) => {
    if (!signal?.aborted) throw fault;
    return NO_DAMAGED_EVENTS;
  };
}
