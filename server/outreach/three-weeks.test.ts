import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openStore } from "@/db/open-store";
import type { CaseHistory } from "@/db/outreach-store";
import type { Store } from "@/db/store";
import { DEFAULT_TOLERANCE_SECONDS } from "@/domain/intake/signature";
import { WHOLE_QUEUE } from "@/domain/lists/connection-search";
import type { FacetCount } from "@/domain/lists/facets";
import { OUTREACH_STATES, TODO_STATES } from "@/domain/outreach/outreach";
import { type Results, tally } from "@/domain/outreach/outreach-results";
import { deliveryQueue } from "@/server/intake/delivery-queue";
import { receiveDelivery } from "@/server/intake/receive";
import { BY } from "@/testing/by";
import { byOpening, type ComparableCase, comparable, comparableRecount } from "@/testing/recount/comparable-case";
import { newLedger } from "@/testing/recount/ledger";
import { recountCards } from "@/testing/recount/recount-queue";
import { recountResults } from "@/testing/recount/recount-results";
import { recountWorkedCases, type WorkedCase } from "@/testing/recount/recount-work";
import { receiptOf, signedRequest } from "@/testing/servers/front-door";
import { mustParse, testSecret } from "@/testing/worlds/deliveries";
import { type Team, teamAtWork } from "@/testing/worlds/team-at-work";
import {
  type Attempt,
  EXPIRIES,
  isGenuine,
  MASS_EXPIRIES,
  STORY_END,
  STORY_START,
  threeWeeks,
} from "@/testing/worlds/three-weeks";

const SEED = 6;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WORKING_HOURS = [9, 13, 17];
const AT_ONCE = 100;
const STORY_TIMEOUT_MS = 120_000;

/** What the product reports at the end. */
type Shown = {
  /** Number of acts on a case, undone or not. */
  readonly acts: number;
  readonly cases: readonly ComparableCase[];
  readonly everything: Results;
  readonly lastWeek: Results;
  readonly tabs: Readonly<Record<string, number>>;
  readonly owners: Readonly<Record<string, number>>;
  readonly toDo: number;
};

describe("three weeks of deliveries, while people work on the cases", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "relink-story-"));
  const attempts = threeWeeks(SEED);
  const ledger = newLedger();
  const answers = new Map<Attempt, number>();
  let store: Store;
  let team: Team;
  let told: WorkedCase[];
  let before: Shown;

  beforeAll(async () => {
    vi.stubEnv("LOG_LEVEL", "silent");
    store = openStore(pathToFileURL(path.join(folder, "relink.db")));
    team = teamAtWork(store, SEED);
    let next = 0;
    for (let now = STORY_START; now <= STORY_END; now += HOUR) {
      const first = next;
      while ((attempts[next]?.arrivesAt ?? Number.POSITIVE_INFINITY) < now) next += 1;
      await deliver(attempts.slice(first, next));
      await noticeMassExpiry(now);
      if (now < STORY_END && WORKING_HOURS.includes(new Date(now).getUTCHours())) await team.workAt(now);
    }
    const histories = await readHistories();
    told = recountWorkedCases(ledger.events(), histories);
    before = await shown(histories);
  }, STORY_TIMEOUT_MS);

  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
    vi.unstubAllEnvs();
    globalThis.relink?.clear();
  });

  async function deliver(some: readonly Attempt[]): Promise<void> {
    for (let at = 0; at < some.length; at += AT_ONCE) await Promise.all(some.slice(at, at + AT_ONCE).map(post));
  }

  async function post(attempt: Attempt): Promise<void> {
    const { body, scheme, messageId, signedAt: sentAt, arrivesAt, isForged } = attempt;
    const secret = isForged ? mustParse("whsec_dGhlIHNlY3JldCBvZiBzb21lYm9keSBlbHNl") : testSecret();
    const response = await receiveDelivery(signedRequest(body, { scheme, messageId, sentAt, secret }), {
      now: () => arrivesAt,
      secrets: [testSecret()],
      toleranceSeconds: DEFAULT_TOLERANCE_SECONDS,
      isStopping: () => false,
      queue: deliveryQueue(0),
      ingest: store.events.ingest,
      recordRefusal: store.intake.recordRefusal,
    });
    answers.set(attempt, response.status);
    const receipt = receiptOf(response);
    if (receipt && receipt.eventId !== null) ledger.note(attempt, receipt.eventId);
  }

  /** It is noticed a moment after the last delivery. Someone decides about the first one, nobody about the second. */
  async function noticeMassExpiry(now: number): Promise<void> {
    const [first] = MASS_EXPIRIES;
    for (const { at, connections } of MASS_EXPIRIES) {
      if (now !== at + HOUR) continue;
      const incident = await vi.waitUntil(
        async () => (await store.incidents.listHeld()).find(({ expiries }) => expiries === connections),
        { timeout: 60_000 },
      );
      if (at === first.at) await store.incidents.release(incident.id, { ...BY, at: now });
    }
  }

  async function figuresSince(openedFrom: number): Promise<Results> {
    const counting = tally(STORY_END);
    for await (const slice of store.outreach.readRounds(openedFrom)) for (const round of slice) counting.add(round);
    return counting.results();
  }

  async function readHistories(): Promise<ReadonlyMap<string, CaseHistory>> {
    const ids = new Set<string>();
    for await (const slice of store.outreach.readRounds(0)) for (const { connectionId } of slice) ids.add(connectionId);
    return new Map(await Promise.all([...ids].map(async (id) => [id, await store.outreach.history(id)] as const)));
  }

  async function shown(histories: ReadonlyMap<string, CaseHistory>): Promise<Shown> {
    const all = [...histories.values()];
    const { facets, total } = await store.connections.search(WHOLE_QUEUE, STORY_END);
    return {
      acts: all.reduce((sum, { acts }) => sum + acts.length, 0),
      cases: all.flatMap(({ cases }) => cases.map(comparable)).sort(byOpening),
      everything: await figuresSince(0),
      lastWeek: await figuresSince(STORY_END - 7 * DAY),
      tabs: countsOf(facets.outreach),
      owners: countsOf(facets.owner),
      toDo: total.value,
    };
  }

  test("each delivery attempt gets the right response, and each event is stored once", () => {
    const wrong = attempts.filter((attempt) => answers.get(attempt) !== (isGenuine(attempt) ? 200 : 401));
    expect(wrong).toEqual([]);
    const events = ledger.events();
    const expired = new Set(
      attempts
        .filter(({ body }) => body.includes("connection.expired"))
        .filter(isGenuine)
        .map(({ body, scheme, messageId }) => (scheme === "svix" ? messageId : body)),
    );
    expect(expired.size).toBe(EXPIRIES);
    expect(events.filter(({ said }) => said.change === "expired")).toHaveLength(EXPIRIES);
  });

  test("every case matches a recount of the raw events, including what people did", () => {
    expect(before.cases).toEqual(told.map(comparableRecount).sort(byOpening));
    expect(told.length).toBeGreaterThan(1_500);
    expect(before.acts).toBe(team.done());
    expect(before.acts).toBeGreaterThan(300);
  });

  test("every figure matches a recount, over all time and over the last week", () => {
    const { everything, lastWeek } = before;
    for (const [figures, since] of [
      [everything, 0],
      [lastWeek, STORY_END - 7 * DAY],
    ] as const) {
      const { survival, ...expected } = recountResults(
        told.filter(({ openedAt }) => openedAt >= since),
        STORY_END,
      );
      const marks = survival.map((mark) => ({ ...mark, away: expect.closeTo(mark.away, 9) }));
      expect(figures).toEqual({ ...expected, survival: marks });
    }
    expect(Math.min(...Object.values(everything.fates), everything.relapses)).toBeGreaterThan(10);
    expect(everything.byChannel.length + everything.byTemplate.length).toBeGreaterThan(4);
  });

  test("every tab of the queue and every owner's list holds as many users as a recount finds", () => {
    const [, { at: from }] = MASS_EXPIRIES;
    const surroundings = { blocked: team.blocked, held: { from, until: from + HOUR } };
    const cards = recountCards(told, ledger.events(), surroundings, STORY_END);
    const wanted = cards.filter(({ state }) => TODO_STATES.some((one) => one === state));
    expect(before.tabs).toEqual(countBy(cards, ({ state }) => state));
    expect(before.owners).toEqual(countBy(wanted, ({ owner }) => String(owner ?? "nobody")));
    expect(before.toDo).toBe(wanted.length);
    expect(Object.keys(before.tabs).sort()).toEqual([...OUTREACH_STATES].sort());
  });

  test("a rebuild changes nothing", async () => {
    expect(await store.maintenance.rebuild()).toMatchObject({ corrected: 0, removed: 0, mended: 0 });
    expect(await shown(await readHistories())).toEqual(before);
  });
});

/** The entries with a count above zero. */
function countsOf(counts: readonly FacetCount[]): Record<string, number> {
  return Object.fromEntries(counts.filter(({ count }) => count > 0).map(({ value, count }) => [value, count]));
}

function countBy<T>(all: readonly T[], nameOf: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[nameOf(one)] = (counts[nameOf(one)] ?? 0) + 1;
  return counts;
}
