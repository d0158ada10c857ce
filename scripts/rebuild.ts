import { existsSync } from "node:fs";
import { openStore } from "@/db/open-store";
import { environment } from "@/env";
import { fail, readArguments, say } from "./arguments";

const USAGE = `Folds all events again, corrects what differs, and says what that was: in a healthy database nothing.
Runs beside a server that is up.

  npm run rebuild`;

readArguments({}, USAGE);
await rebuild();

async function rebuild(): Promise<void> {
  const { databaseUrl, dataDir } = environment();
  if (!existsSync(databaseUrl))
    fail(`There is no database in ${dataDir} yet. Start Relink first, or set RELINK_DATA_DIR.`);
  const store = openStore(databaseUrl);
  const startedAt = performance.now();
  const report = await store.maintenance.rebuild(showProgress);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (process.stdout.isTTY) process.stdout.write("\r\u001b[K");
  say(`Folded ${count(report.events)} events of ${count(report.connections)} connections in ${seconds} s.`);
  const changed = report.corrected + report.removed;
  if (changed === 0) {
    say("Nothing differed: the state is what the events say.");
  } else {
    say(`Corrected ${count(report.corrected)} connections, removed ${count(report.removed)} that no event speaks of.`);
    say(`Among them: ${report.examples.join(", ")}`);
  }
  store.close();
}

function showProgress(progress: { connectionsDone: number; connectionsTotal: number }): void {
  if (!process.stdout.isTTY) return;
  process.stdout.write(`\r${count(progress.connectionsDone)} of ${count(progress.connectionsTotal)} connections …`);
}

function count(value: number): string {
  return value.toLocaleString("en");
}
