import { statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { clock } from "@/clock";
import { givesBack, pagesOf, usedBytes } from "@/db/sqlite/file/free-pages";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import type { StorageKind, StorageUse } from "@/domain/operations/storage";

type Tree = { readonly name: string; readonly tableName: string; readonly bytes: number };

/** More than half of the file: computed as the rest when all others are counted. */
const LEFT_OUT = "events";
/** Prefixes of table names; the first match counts. */
const KINDS: readonly (readonly [prefix: string, kind: StorageKind])[] = [
  ["event_values", "event_values"],
  ["event_counts", "deliveries"],
  ["events", "event_indexes"],
  ["connection_words", "search"],
  ["connection_acts", "outreach"],
  ["connection", "connections"],
  ["checkpoints", "connections"],
  ["signs_of_life", "connections"],
  ["case", "outreach"],
  ["link_steps", "outreach"],
  ["reconnect_links", "outreach"],
  ["templates", "outreach"],
  ["incidents", "outreach"],
  ["do_not_contact", "outreach"],
  ["repeats", "deliveries"],
  ["dismissals", "deliveries"],
  ["refusal", "deliveries"],
  ["intake_hours", "deliveries"],
  ["audit", "audit"],
];

/** Returns a function that measures disk use by kind. Calls during a measurement share its result. */
export function storageMeter(db: SqliteDatabase): () => Promise<StorageUse> {
  let measuring: Promise<StorageUse> | null = null;
  return () => {
    measuring ??= measure(db).finally(() => {
      measuring = null;
    });
    return measuring;
  };
}

async function measure(db: SqliteDatabase): Promise<StorageUse> {
  const startedAt = performance.now();
  const file = db.$client.name;
  const trees = await scan(file);
  const bytesOf = (kind: StorageKind) => sumOf(trees.filter(({ tableName }) => kindOf(tableName) === kind));
  const { pages, free, pageBytes } = pagesOf(db);
  return {
    bytesByKind: {
      events: Math.max(0, usedBytes(db) - sumOf(trees)),
      event_indexes: bytesOf("event_indexes"),
      event_values: bytesOf("event_values"),
      connections: bytesOf("connections"),
      search: bytesOf("search"),
      outreach: bytesOf("outreach"),
      deliveries: bytesOf("deliveries"),
      audit: bytesOf("audit"),
      other: bytesOf("other"),
    },
    freeBytes: free * pageBytes,
    fileBytes: pages * pageBytes,
    journalBytes: statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    givesBack: givesBack(db),
    measuredAt: clock.now(),
    tookMs: Math.round(performance.now() - startedAt),
  };
}

function scan(file: string): Promise<readonly Tree[]> {
  const program = pathToFileURL(path.join(process.cwd(), "db", "sqlite", "upkeep", "storage-scan.mjs"));
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: { file, leftOut: LEFT_OUT } });
    worker.unref();
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The measuring of the storage ended early")));
  });
}

function sumOf(trees: readonly Tree[]): number {
  return trees.reduce((sum, { bytes }) => sum + bytes, 0);
}

function kindOf(tableName: string): StorageKind {
  return KINDS.find(([prefix]) => tableName.startsWith(prefix))?.[1] ?? "other";
}
