import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { openStore } from "@/db/open-store";
import type { Store } from "@/db/store";
import { type IncomingEvent, parseEvent, UNRECOGNISED_REASONS } from "@/domain/intake/event";
import { verifySignature } from "@/domain/intake/signature";
import { say } from "@/scripts/commands/arguments";
import { bin, exitCodeOf } from "@/scripts/project.mjs";
import { testSecret } from "@/testing/worlds/deliveries";
import { randomFrom } from "@/testing/worlds/world";
import { type Finding, type Scale, unless } from "@/torture/part";
import { ARRIVAL, caseOf, misjudged } from "./hostile-cases";

export type Fuzzed = {
  /** The number accepted of each kind, and refused by each cause. */
  readonly verdicts: ReadonlyMap<string, number>;
  /** How bodies were read. */
  readonly readings: ReadonlyMap<string, number>;
  readonly kept: number;
  readonly broken: readonly string[];
};

/** Cases per database, so that the disk is not filled. */
const CASES_PER_STORE = 100_000;
const CASES_PER_GROUP = 128;
/** This share of accepted ones is also stored, which takes ten times as long as everything else. */
const KEPT_SHARE = 0.25;
const BROKEN_MAX = 20;

/** Sends generated bodies and headers through verifier, parser and store, in this process; then hostile requests over HTTP. */
export async function fuzz({ seed, cases, requests }: Scale): Promise<Finding> {
  const { verdicts, readings, kept, broken } = await fuzzInProcess(cases, seed, (done) =>
    say(`${done.toLocaleString("en")} of ${cases.toLocaleString("en")} in this process`),
  );
  const overHttp = ["scripts/commands/fuzz.ts", "--requests", String(requests), "--seed", String(seed)];
  const code = exitCodeOf(process.execPath, [bin("tsx"), ...overHttp]);
  const rows = [...verdicts, ...readings].sort(([a], [b]) => a.localeCompare(b));
  return {
    table: [
      ["what became of it", "deliveries"],
      ...rows.map(([what, count]) => [what, count.toLocaleString("en")]),
      ["events kept, of a quarter of the accepted", kept.toLocaleString("en")],
    ],
    broken: [...broken, ...unless(code === 0, "a hostile request over HTTP got an answer that should not have been")],
  };
}

/** Runs the part that needs no server. The same cases for the same seed. */
export async function fuzzInProcess(
  cases: number,
  seed: number,
  onProgress: (done: number) => void = () => {},
): Promise<Fuzzed> {
  const verdicts = new Map<string, number>();
  const readings = new Map<string, number>();
  const broken: string[] = [];
  let kept = 0;
  for (let done = 0, round = 0; done < cases && broken.length < BROKEN_MAX; done += CASES_PER_STORE, round++) {
    const folder = mkdtempSync(path.join(tmpdir(), "relink-fuzz-"));
    const store = openStore(pathToFileURL(path.join(folder, "relink.db")));
    try {
      const size = Math.min(CASES_PER_STORE, cases - done);
      kept += await fuzzStore(store, { size, seed: seed + round * 7_919, verdicts, readings, broken });
      onProgress(done + size);
    } finally {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { verdicts, readings, kept, broken };
}

type Fuzzing = {
  readonly size: number;
  readonly seed: number;
  readonly verdicts: Map<string, number>;
  readonly readings: Map<string, number>;
  readonly broken: string[];
};

/** Returns how many events were stored. */
async function fuzzStore(store: Store, { size, seed, verdicts, readings, broken }: Fuzzing): Promise<number> {
  const random = randomFrom(seed);
  const keeping = keeper(store);
  for (let index = 0; index < size && broken.length < BROKEN_MAX; index++) {
    const one = caseOf(index, random);
    const tell = (sentence: string) => void broken.push(`seed ${seed}, case ${index}: ${sentence}`);
    try {
      const verdict = verifySignature(one.headers, one.body, { secrets: [testSecret()], now: ARRIVAL });
      count(verdicts, `${one.kind}: ${verdict.ok ? "accepted" : verdict.refusal}`);
      misjudged(one, verdict).forEach(tell);
      if (!verdict.ok) continue;
      const event = parseEvent(verdict.delivery);
      const { reading } = event;
      const isUnread = reading.kind === "unrecognised";
      count(readings, isUnread ? `read as ${reading.kind}, ${reading.reason}` : `read as ${reading.kind}`);
      if (isUnread && !UNRECOGNISED_REASONS.includes(reading.reason)) tell(`${reading.reason} is not documented`);
      if (random() < KEPT_SHARE) await keeping.add(event);
    } catch (fault) {
      tell(String(fault instanceof Error ? fault.stack : fault));
    }
  }
  broken.push(...(await keeping.check()).map((sentence) => `seed ${seed}: ${sentence}`));
  return keeping.kept();
}

/** Stores events in groups, and checks afterwards that they are there unchanged. */
function keeper(store: Store) {
  const events = new Map<number, IncomingEvent>();
  let waiting: IncomingEvent[] = [];

  async function keep(): Promise<void> {
    const group = waiting;
    waiting = [];
    const outcomes = await Promise.all(group.map((event) => store.events.ingest(event, ARRIVAL)));
    outcomes.forEach(({ outcome, eventId }, index) => {
      const event = group[index];
      if (outcome !== "counted" && eventId !== null && event) events.set(eventId, event);
    });
  }

  return {
    kept: () => events.size,
    add: async (event: IncomingEvent) => {
      waiting.push(event);
      if (waiting.length === CASES_PER_GROUP) await keep();
    },
    check: async () => {
      await keep();
      const altered: string[] = [];
      for (const [eventId, event] of events) {
        const body = await store.events.findBody(eventId);
        if (!body || Buffer.compare(body, event.body) !== 0) altered.push(`event ${eventId} is kept with other bytes`);
      }
      const { corrected, removed, mended } = await store.maintenance.rebuild({ isDryRun: true });
      const isTheFold = corrected + removed + mended === 0;
      return [
        ...altered,
        ...unless(isTheFold, `a rebuild would correct ${corrected}, remove ${removed} and mend ${mended} connections`),
      ];
    },
  };
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
