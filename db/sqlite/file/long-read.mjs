// Long reads of the database run in a separate process: it delays no delivery and can be killed at once, unlike a thread inside
// SQLite. Plain JavaScript, since a built server starts it as it is.
import { closeSync, fsyncSync, openSync, statSync } from "node:fs";
import { setPriority } from "node:os";
import BetterSqlite3 from "better-sqlite3";
import { checkEvents } from "./event-checksum.mjs";

/** Gives the server priority on the processor. */
const NICENESS = 10;
const BUSY_TIMEOUT_MS = 5_000;
/** 4 MiB, after which it reports progress. */
const PAGES_PER_STEP = 1_000;
/** After each step it rests for as long as the step took, up to this: half of the disk's time is the server's. */
const REST_MS_MAX = 500;
const CHECKPOINT_TRIES = 20;
const MEGABYTE = 1_000_000;

const PROGRESS_EVERY_MS = 200;

const TASKS = { copy, check, checkEvents: checkEventsOf };

setPriority(NICENESS);
process.once("disconnect", () => process.exit(1));
const task = JSON.parse(process.argv[2] ?? "{}");
try {
  process.send({ result: await TASKS[task.kind](task) });
} catch (fault) {
  process.send({ fault: { code: fault.code ?? fault.name, message: fault.message } });
}
process.disconnect();

/** Copies a snapshot of a database, whatever is written meanwhile: all of it is read in one transaction. */
async function copy({ source, target, journalBytesMax, startedAt }) {
  const client = open(source);
  const pageBytes = client.pragma("page_size", { simple: true });
  client.exec("begin");
  client.prepare("select count(*) from sqlite_schema").get();
  // Counted from the start of this process, which is slightly later, so never later than what is copied.
  const madeAt = Math.floor(startedAt + performance.now());
  const written = openSync(target, "r");
  let stepAt = Date.now();
  await client.backup(target, {
    progress: ({ totalPages, remainingPages }) => {
      // While the database is read, its journal can't be emptied.
      if (journalBytes(source) > journalBytesMax) throw Object.assign(new Error("slow"), { code: "TOO_SLOW" });
      report((totalPages - remainingPages) * pageBytes, totalPages * pageBytes);
      // Unwritten data would delay the next delivery's own sync.
      fsyncSync(written);
      rest(Math.min(Date.now() - stepAt, REST_MS_MAX));
      stepAt = Date.now();
      return PAGES_PER_STEP;
    },
  });
  closeSync(written);
  client.exec("commit");
  takeInJournal(client);
  client.close();
  const copied = open(target);
  copied.pragma("journal_mode = DELETE");
  copied.close();
  return { madeAt };
}

/** Empties the journal that has grown meanwhile, before the server has to do it between two deliveries. */
function takeInJournal(client) {
  for (let tries = 0; tries < CHECKPOINT_TRIES; tries++) {
    const [{ busy, log, checkpointed }] = client.pragma("wal_checkpoint(PASSIVE)");
    if (busy === 0 && log === checkpointed) return;
  }
}

/** Returns the first damage found, or "ok". `isQuick` skips comparing indexes with their tables. */
function check({ file, isQuick }) {
  const client = open(file);
  try {
    return { finding: client.pragma(isQuick ? "quick_check(1)" : "integrity_check(1)", { simple: true }) };
  } catch (fault) {
    // Damage that makes it impossible to continue.
    if (fault.code?.startsWith("SQLITE_CORRUPT")) return { finding: fault.message };
    throw fault;
  } finally {
    client.close();
  }
}

/** Compares events with their checksums. `rests` is the pause after each step, in multiples of the step's duration. */
function checkEventsOf({ file, rests, connectionId }) {
  const client = open(file);
  try {
    const steps = checkEvents(client, connectionId);
    let reportedAt = Date.now();
    for (;;) {
      const startedAt = performance.now();
      const { done, value } = steps.next();
      if (done) return value;
      if (Date.now() - reportedAt >= PROGRESS_EVERY_MS) {
        process.send({ progress: value });
        reportedAt = Date.now();
      }
      if (rests > 0) rest(Math.max(1, Math.round(rests * (performance.now() - startedAt))));
    }
  } finally {
    client.close();
  }
}

function rest(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function open(file) {
  return new BetterSqlite3(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
}

function journalBytes(source) {
  return statSync(`${source}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

function report(done, total) {
  process.send({ progress: { done: Math.round(done / MEGABYTE), total: Math.round(total / MEGABYTE) } });
}
