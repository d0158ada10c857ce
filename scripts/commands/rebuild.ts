import { availableParallelism } from "node:os";
import { CONSOLE } from "@/domain/access/audit";
import {
  DIFFERENCE_ADVICE,
  damagedEventsWords,
  type Progress,
  type RebuildReport,
} from "@/domain/operations/maintenance";
import { fail, failOnFaults, readArguments, readCount, say } from "./arguments";
import { openDatabase } from "./open-database";
import { rebuildInParts } from "./rebuild-parts";
import { clearProgress, showProgress } from "./show-progress";

const IDS_SHOWN = 10;
const USAGE = `Folds all events again, corrects what differs, and says what that was: in a healthy database nothing.
Runs beside a server that is up.

  npm run rebuild
  npm run rebuild -- --dry-run

  --dry-run         only says what differs
  --connection ID   only this connection
  --processes N     how many share the work, default one for each processor, four at most; up to 64`;

const PROCESSES_DEFAULT_MAX = 4;
const PROCESSES_MAX = 64;

failOnFaults();
const { values } = readArguments(
  {
    "dry-run": { type: "boolean" },
    connection: { type: "string" },
    processes: { type: "string", default: String(Math.min(availableParallelism(), PROCESSES_DEFAULT_MAX)) },
  },
  USAGE,
);
await rebuild({ isDryRun: values["dry-run"] === true, connectionId: values.connection ?? null });

async function rebuild(scope: { isDryRun: boolean; connectionId: string | null }): Promise<void> {
  const processes = scope.connectionId === null ? readCount("processes", values.processes) : 1;
  if (processes > PROCESSES_MAX) fail(`--processes must be at most ${PROCESSES_MAX}.`);
  const store = openDatabase();
  const details = { mode: scope.isDryRun ? "check" : "correct" };
  const by = { author: CONSOLE, at: Date.now() };
  const subject = (await store.connections.find(scope.connectionId ?? ""))?.id ?? "";
  await store.audit.write({ deed: "replayed", subject, details }, by);
  const startedAt = performance.now();
  const onProgress = (progress: Progress) => showProgress("Connections:", progress);
  const report =
    processes === 1
      ? await store.maintenance.rebuild({ ...scope, onProgress })
      : await rebuildInParts(store, processes, scope.isDryRun, onProgress);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  clearProgress();
  say(`Folded ${count(report.events)} events of ${count(report.connections)} connections in ${seconds} s.`);
  for (const line of wordsOf(report)) say(line);
  store.close();
}

function wordsOf({ corrected, removed, mended, damaged, examples, isDryRun }: RebuildReport): string[] {
  const isHealthy = corrected + removed === 0;
  const ids = examples.map((one) => one.connectionId).slice(0, IDS_SHOWN);
  const isSound = damaged.count === 0;
  return [
    ...(isSound ? [] : [damagedEventsWords(damaged), "Nothing was corrected."]),
    ...(isHealthy && isSound ? ["Nothing differed: the state is what the events say."] : []),
    ...(isHealthy || !isDryRun ? [] : [`${count(corrected)} connections differ; ${count(removed)} have no events.`]),
    ...(isHealthy || !isDryRun || !isSound ? [] : [DIFFERENCE_ADVICE]),
    ...(isHealthy || isDryRun
      ? []
      : [`Corrected ${count(corrected)} connections, removed ${count(removed)} that have no events.`]),
    ...(ids.length > 0 ? [`Among them: ${ids.join(", ")}`] : []),
    ...(mended > 0
      ? [`Search rows or checkpoints of ${count(mended)} were ${isDryRun ? "found" : "mended that were"} wrong.`]
      : []),
  ];
}

function count(value: number): string {
  return value.toLocaleString("en");
}
