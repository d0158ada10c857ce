import { postSigned } from "@/testing/servers/front-door";
import { docsBody } from "@/testing/worlds/deliveries";
import { percentile } from "./measure";

/** The load process's report when it is stopped. Milliseconds until an event was acknowledged. */
export type LoadReport = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
};

const TICK_MS = 20;

// A separate process, forked by `load-process.ts`, so that its own cost doesn't affect the measurement.
const [origin = "", eventsPerSecond = ""] = process.argv.slice(2);
const startedAt = performance.now();
const underway = new Set<Promise<void>>();
const timings: number[] = [];
let sent = 0;

const timer = setInterval(() => {
  const due = ((performance.now() - startedAt) / 1000) * Number(eventsPerSecond);
  for (; sent < due; sent++) {
    const post = postOne(sent);
    underway.add(post);
    void post.finally(() => underway.delete(post));
  }
}, TICK_MS);

process.once("message", async () => {
  clearInterval(timer);
  const perSecond = sent / ((performance.now() - startedAt) / 1000);
  await Promise.all(underway);
  timings.sort((a, b) => a - b);
  const [p50, p95, p99] = [percentile(timings, 50), percentile(timings, 95), percentile(timings, 99)] as const;
  const report: LoadReport = { perSecond, p50, p95, p99 };
  process.send?.(report, () => process.exit());
});

async function postOne(index: number): Promise<void> {
  const connection = `conn_bench_${index % 5_000}`;
  const postedAt = performance.now();
  const kind = index % 2 === 0 ? "updated" : "expired";
  const response = await postSigned(origin, docsBody(kind, { connection, occurredAt: Date.now() }));
  if (response.status !== 200) throw new Error(`The front door answered ${response.status}`);
  await response.arrayBuffer();
  timings.push(performance.now() - postedAt);
}
