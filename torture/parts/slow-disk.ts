import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "@/bench/measure";
import { type Ground, onGround, residentBytes } from "@/torture/ground";
import { letters } from "@/torture/letters";
import { type Finding, type Scale, unless } from "@/torture/part";
import { type Answer, OFAUTH_TIMEOUT_MS } from "@/torture/post";
import { prove } from "@/torture/proof";
import { sender } from "@/torture/sender";
import { storyOf } from "@/torture/story";

const COMMIT_MS = "50-500";
const LANES = 24;
const REST_MS = 400;
const MODERATE_MS = 20_000;
/** More than may be in flight. */
const BURST = 3_000;
const BURST_LANE = 1_000;
/** A busy server uses some 300 MB anyway. */
const MEMORY_BYTES_MAX = 700e6;
const MEMORY_POLL_MS = 200;
const RECOVERED_MS_MAX = 30_000;
const PROMPT_MS = 3_000;

/** Slows down each commit: deliveries share commits, get late but correct responses, and don't pile up in memory. */
export async function slowDisk({ seed }: Scale): Promise<Finding> {
  const folder = mkdtempSync(path.join(tmpdir(), "relink-slow-"));
  const commits = path.join(folder, "commits");
  const env = { RELINK_TORTURE_COMMIT_MS: COMMIT_MS, RELINK_TORTURE_COMMITS: commits };
  try {
    return await onGround({ preload: "preload-slow-disk.mjs", env }, (ground) => run(ground, commits, seed));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(ground: Ground, commits: string, seed: number): Promise<Finding> {
  const { origin } = ground;
  const moderate: Answer[] = [];
  const ofauth = sender({ origin, seed, lanes: LANES, restMs: REST_MS, onAnswer: (one) => void moderate.push(one) });
  const byHand = letters(origin);
  const server = await ground.start();
  let memoryBytes = 0;
  const poll = setInterval(() => {
    memoryBytes = Math.max(memoryBytes, residentBytes(server.process.pid));
  }, MEMORY_POLL_MS);
  const commitsAt = [statSync(commits).size];
  const end = ofauth.begin();
  await pause(MODERATE_MS);
  await end();
  commitsAt.push(statSync(commits).size);
  const story = storyOf(BURST_LANE, seed);
  const burst = await Promise.all(Array.from({ length: BURST }, () => byHand.send(story.next().value)));
  commitsAt.push(statSync(commits).size);
  const burstEndedAt = performance.now();
  let isPrompt = false;
  while (!isPrompt && performance.now() - burstEndedAt < RECOVERED_MS_MAX) {
    const { status, ms } = await byHand.send(story.next().value);
    isPrompt = status === 200 && ms < PROMPT_MS;
  }
  const recoveredMs = performance.now() - burstEndedAt;
  clearInterval(poll);
  await server.stop();
  const proof = await prove(ground.dataDir, new Map([...ofauth.deliveries, ...byHand.deliveries]));
  const [begun = 0, between = 0, ended = 0] = commitsAt;
  const late = moderate.filter(({ ms }) => ms > OFAUTH_TIMEOUT_MS / 2).length;
  const refused = moderate.filter(({ status }) => status !== 200).length;
  const strange = burst.filter(({ status }) => ![0, 200, 503].includes(status)).length;
  return {
    table: [
      ["while a commit takes 50 to 500 ms", "at a moderate rate", `${BURST.toLocaleString("en")} at once`],
      ["answered 2xx", ...[moderate, burst].map((answers) => countOf(answers, 200))],
      ["answered 503", ...[moderate, burst].map((answers) => countOf(answers, 503))],
      ["not answered in time", ...[moderate, burst].map((answers) => countOf(answers, 0))],
      ["answers p50, ms", ...[moderate, burst].map((answers) => percentile(timesOf(answers), 50).toFixed(0))],
      ["slowest, ms", ...[moderate, burst].map((answers) => Math.max(...timesOf(answers)).toFixed(0))],
      ["commits", String(between - begun), String(ended - between)],
      ["memory at most, MB", "", (memoryBytes / 1e6).toFixed(0)],
      ["until deliveries are answered promptly again, ms", "", recoveredMs.toFixed(0)],
    ],
    broken: [
      ...proof.broken,
      ...unless(refused === 0, `${refused} deliveries at a moderate rate were not accepted`),
      ...unless(late === 0, `${late} deliveries at a moderate rate took half of the time that OFAuth waits, or more`),
      ...unless(strange === 0, `${strange} of very many at once got an answer that is neither 200 nor 503`),
      ...unless(memoryBytes < MEMORY_BYTES_MAX, `the server held ${(memoryBytes / 1e6).toFixed(0)} MB`),
      ...unless(isPrompt, "after very many at once, deliveries are not answered promptly again"),
    ],
  };
}

function countOf(answers: readonly Answer[], status: number): string {
  return answers.filter((answer) => answer.status === status).length.toLocaleString("en");
}

function timesOf(answers: readonly Answer[]): number[] {
  return answers.map(({ ms }) => ms).sort((a, b) => a - b);
}
