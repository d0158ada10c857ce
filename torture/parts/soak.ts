import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "@/bench/measure";
import { signIn } from "@/testing/servers/sign-in";
import { type Ground, onGround, residentBytes } from "@/torture/ground";
import { beginOperating } from "@/torture/operators";
import { openStream, watchPages } from "@/torture/pages";
import { type Finding, type Scale, unless } from "@/torture/part";
import type { Answer } from "@/torture/post";
import { prove } from "@/torture/proof";
import { sender } from "@/torture/sender";

/** The measurements of one time slice. */
type Slice = {
  readonly events: number;
  readonly eventMs: number;
  readonly eventMs95: number;
  readonly pageMs: number;
  readonly pageMs95: number;
  readonly exportSeconds: number;
  readonly memoryBytes: number;
  readonly journalBytes: number;
  readonly databaseBytes: number;
};

const LANES = 8;
const STREAMS = 10;
const SLICES = 24;
/** A new process grows until it has done everything once. */
const WARM_UP_SHARE = 0.25;
const EXPORTS = ["csv", "jsonl", "users", "usernames"];
/** Shorter runs are still warming up, so growth means nothing. */
const JUDGED_FROM_MS = 5 * 60_000;
const MEMORY_GROWTH_MAX = 1.15;
const LATENCY_GROWTH_MAX = 1.5;
/** Four times the amount that is moved into the database at once. */
const JOURNAL_BYTES_MAX = 64 * 1024 * 1024;

/** Runs deliveries, repeats, pages, exports, live streams and people at work, all at once and as fast as the machine allows. */
export async function soak({ seed, minutes }: Scale): Promise<Finding> {
  return onGround({}, (ground) => run(ground, seed, minutes * 60_000));
}

async function run(ground: Ground, seed: number, forMs: number): Promise<Finding> {
  const { origin, dataDir } = ground;
  let answers: Answer[] = [];
  const ofauth = sender({ origin, seed, lanes: LANES, onAnswer: (answer) => void answers.push(answer) });
  const server = await ground.start();
  const cookie = await signIn(origin);
  const streams = await Promise.all(Array.from({ length: STREAMS }, () => openStream(origin, cookie)));
  const operators = beginOperating(origin, cookie);
  const end = ofauth.begin();
  const slices: Slice[] = [];
  const broken: string[] = [];
  for (let index = 0; index < SLICES; index++) {
    answers = [];
    const pages = watchPages(origin, cookie);
    const [exportSeconds] = await Promise.all([
      exportAll(origin, cookie, EXPORTS[index % EXPORTS.length] ?? "csv"),
      pause(forMs / SLICES),
    ]);
    const { ms, failures } = await pages.stop();
    const eventMs = answers.map((answer) => answer.ms).sort((a, b) => a - b);
    const refused = answers.filter(({ status }) => status !== 200).length;
    broken.push(...failures, ...unless(refused === 0, `${refused} deliveries were not accepted`));
    slices.push({
      events: answers.length,
      eventMs: percentile(eventMs, 50),
      eventMs95: percentile(eventMs, 95),
      pageMs: percentile(ms, 50),
      pageMs95: percentile(ms, 95),
      exportSeconds,
      memoryBytes: residentBytes(server.process.pid),
      journalBytes: bytesOf(dataDir, "relink.db-wal"),
      databaseBytes: bytesOf(dataDir, "relink.db"),
    });
  }
  const { acts, failures } = await operators.stop();
  broken.push(
    ...failures,
    ...unless(acts > 0, "nobody did anything"),
    ...unless(
      streams.every((stream) => stream.told() > 1),
      "a live stream told nothing",
    ),
  );
  for (const stream of streams) stream.close();
  await end();
  await server.stop();
  const proof = await prove(dataDir, ofauth.deliveries);
  const grown = forMs < JUDGED_FROM_MS ? [] : growth(slices);
  return { table: tableOf(slices, forMs), broken: [...broken, ...grown, ...proof.broken] };
}

/** Exports all rows. Returns how long that took. */
async function exportAll(origin: string, cookie: string, format: string): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${origin}/api/connections/export?format=${format}`, { headers: { cookie } });
  if (response.status !== 200) throw new Error(`The export answered ${response.status}`);
  await response.arrayBuffer();
  return (performance.now() - startedAt) / 1_000;
}

/** Compares the first third after the warm-up with the last. */
function growth(slices: readonly Slice[]): string[] {
  const warm = slices.slice(Math.floor(slices.length * WARM_UP_SHARE));
  const third = Math.floor(warm.length / 3);
  const grown = (of: (slice: Slice) => number) => medianOf(warm.slice(-third), of) / medianOf(warm.slice(0, third), of);
  const journal = Math.max(...slices.map((slice) => slice.journalBytes));
  const figures = {
    memory: [grown((slice) => slice.memoryBytes), MEMORY_GROWTH_MAX],
    "the time of a delivery": [grown((slice) => slice.eventMs), LATENCY_GROWTH_MAX],
    "the time of a page": [grown((slice) => slice.pageMs), LATENCY_GROWTH_MAX],
  } as const;
  return [
    ...Object.entries(figures).flatMap(([what, [factor, most]]) =>
      unless(factor < most, `${what} has grown to ${factor.toFixed(2)} times what it was`),
    ),
    ...unless(journal < JOURNAL_BYTES_MAX, `the journal has grown to ${(journal / 1e6).toFixed(0)} MB`),
  ];
}

function medianOf(slices: readonly Slice[], of: (slice: Slice) => number): number {
  return percentile(
    slices.map(of).sort((a, b) => a - b),
    50,
  );
}

function tableOf(slices: readonly Slice[], forMs: number): string[][] {
  const heading = [
    "minute",
    "events/s",
    "p50 ms",
    "p95",
    "page p50",
    "p95",
    "export s",
    "memory MB",
    "WAL MB",
    "file MB",
  ];
  const sliceSeconds = forMs / slices.length / 1_000;
  return [
    heading,
    ...slices.map((slice, index) => [
      (((index + 1) * sliceSeconds) / 60).toFixed(1),
      (slice.events / sliceSeconds).toFixed(0),
      ...[slice.eventMs, slice.eventMs95, slice.pageMs, slice.pageMs95, slice.exportSeconds].map((one) =>
        one.toFixed(1),
      ),
      ...[slice.memoryBytes, slice.journalBytes, slice.databaseBytes].map((bytes) => (bytes / 1e6).toFixed(0)),
    ]),
  ];
}

function bytesOf(folder: string, name: string): number {
  const file = path.join(folder, name);
  return existsSync(file) ? statSync(file).size : 0;
}
