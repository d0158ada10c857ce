import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Store } from "@/db/store";
import type { CommitFigures } from "@/domain/operations/vitals";
import { processWide } from "@/server/process/process-wide";

/** The outcome of a delivery, and its cause if it was not stored. Both come from short lists: each pair is its own series. */
export type DeliveryFigures = {
  readonly outcome: "stored" | "duplicate" | "counted" | "refused" | "not_kept";
  readonly cause: string;
  readonly tookMs: number;
};

const metrics = () => processWide("metrics", newMetrics);

export function countDelivery({ outcome, cause, tookMs }: DeliveryFigures): void {
  const { deliveries, deliverySeconds } = metrics();
  deliveries.inc({ outcome, cause });
  deliverySeconds.observe(tookMs / 1000);
}

export function countCommit({ members, waiting, tookMs, isKept }: CommitFigures): void {
  const { commits, commitSeconds, commitMembers, commitWaiting } = metrics();
  commits.inc({ outcome: isKept ? "kept" : "failed" });
  commitSeconds.observe(tookMs / 1000);
  commitMembers.observe(members);
  commitWaiting.set(waiting);
}

export function countQuery(method: string, tookMs: number): void {
  metrics().querySeconds.observe({ method }, tookMs / 1000);
}

export function countFault(kind: string): void {
  metrics().faults.inc({ kind });
}

/** Returns all metrics in Prometheus's text format. If the database can't be read, its figures are left out and `relink_up` is 0. */
export async function exposition(store: Store, now: number): Promise<{ readonly text: string; readonly type: string }> {
  const { registry, gauges } = metrics();
  await gauges.fill(store, now);
  return { text: await registry.metrics(), type: registry.contentType };
}

function newMetrics() {
  const registry = new Registry();
  const registers = [registry];
  // Event loop, memory, processor, files, garbage collection.
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    deliveries: new Counter({
      name: "relink_deliveries_total",
      help: "Deliveries by what became of them, and why where they were refused or not kept.",
      labelNames: ["outcome", "cause"],
      registers,
    }),
    deliverySeconds: new Histogram({
      name: "relink_delivery_seconds",
      help: "From the beginning of a delivery to its answer.",
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    commits: new Counter({
      name: "relink_commits_total",
      help: "Group commits by whether the storage took them.",
      labelNames: ["outcome"],
      registers,
    }),
    commitSeconds: new Histogram({
      name: "relink_commit_seconds",
      help: "One group commit, with its sync to disk.",
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    commitMembers: new Histogram({
      name: "relink_commit_members",
      help: "Writes that shared one commit.",
      buckets: [1, 2, 4, 8, 16, 32, 64, 128],
      registers,
    }),
    commitWaiting: new Gauge({
      name: "relink_commit_waiting",
      help: "Writes that waited for the next commit when the last one ended.",
      registers,
    }),
    querySeconds: new Histogram({
      name: "relink_query_seconds",
      help: "Questions to the store by its method.",
      labelNames: ["method"],
      buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5],
      registers,
    }),
    faults: new Counter({
      name: "relink_faults_total",
      help: "Pages, actions and routes that failed; each is in the log with its digest.",
      labelNames: ["kind"],
      registers,
    }),
    gauges: newVitalGauges(registers),
  };
}

/** Gauges that are read from the store on each scrape. */
function newVitalGauges(registers: Registry[]) {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const up = gauge("relink_up", "1 where the database could be read.");
  const bytes = new Gauge({
    name: "relink_database_bytes",
    help: "Size of the database file and of its write-ahead log.",
    labelNames: ["file"],
    registers,
  });
  const free = gauge("relink_disk_free_bytes", "Room left where the database is.");
  const age = gauge("relink_last_event_age_seconds", "Since the newest event came; absent before the first.");
  const quarantined = gauge("relink_quarantined_events", "Events that are signed and can't be understood yet.");
  const damaged = gauge(
    "relink_damaged_events",
    "Events that don't match their checksums; absent before the first check.",
  );
  const cases = gauge("relink_outreach_open_cases", "Outreach cases that are open.");

  /** Sets all gauges at once, so that a concurrent scrape never sees half of them. */
  async function fill(store: Store, now: number): Promise<void> {
    const vitals = await store.vitals.read().catch(() => null);
    for (const one of [free, age, quarantined, cases, damaged]) one.remove();
    const checked = store.damagedEvents();
    if (checked) damaged.set(checked.count);
    bytes.reset();
    up.set(vitals ? 1 : 0);
    if (!vitals) return;
    bytes.set({ file: "main" }, vitals.fileBytes);
    bytes.set({ file: "wal" }, vitals.walBytes);
    free.set(vitals.freeBytes);
    if (vitals.lastReceivedAt !== null) age.set((now - vitals.lastReceivedAt) / 1000);
    quarantined.set(vitals.quarantined);
    cases.set(vitals.openCases);
  }

  return { fill };
}
