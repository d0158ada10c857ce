import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { MASK } from "@/domain/lists/masking";
import { type CountedCase, RESULTS_CSV } from "@/domain/lists/results-export";
import { CHANNELS } from "@/domain/outreach/case-act";
import { COUNTS, type PartCount, type Results } from "@/domain/outreach/outreach-results";
import { parseResultsSearch, type ResultsSearch, showing } from "@/domain/outreach/results-search";
import { masked } from "@/server/access/masked-store";
import { BY } from "@/testing/by";
import { freshStore, withStore } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { created, expired } from "@/testing/worlds/deliveries";
import { WORLD_END, workedWorld } from "@/testing/worlds/worked-world";
import { listCounted, readCounted, readResults } from "./read-results";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = WORLD_END;
const CASES_PER_PAGE = 50;
const EVER = parseResultsSearch({ period: "all" });

/** Counts of one test are stale in the next. */
afterEach(() => globalThis.relink?.delete("results"));

type Shown = Parameters<typeof showing>[1];

/** Every figure of the results page, with the list it opens. */
function figuresOf(results: Results): [Shown, number][] {
  const { fates, all, withContact, withoutContact, relapses, byChannel, byTemplate, survival } = results;
  const rates = [
    [{ show: "closed" } as const, all],
    [{ show: "contacted" } as const, withContact],
    [{ show: "uncontacted" } as const, withoutContact],
    ...byChannel.map((rate) => {
      const channel = CHANNELS.find((one) => one === rate.name) ?? "none";
      return [{ show: "closed", channel } as const, rate] as const;
    }),
    ...byTemplate.map((rate) => [{ show: "closed", template: rate.name } as const, rate] as const),
  ] as const;
  return [
    [{ show: "opened" }, sum(fates)],
    ...COUNTS.map((show): [Shown, number] => [{ show }, { ...fates, relapsed: relapses }[show]]),
    ...rates.flatMap(([shown, { closed, reconnected }]): [Shown, number][] => [
      [shown, closed],
      [{ ...shown, fate: "reconnected" }, reconnected],
    ]),
    ...survival.map(({ afterMs, atRisk }): [Shown, number] => [{ show: "away", after: afterMs / HOUR }, atRisk]),
  ];
}

async function totalOf(store: Store, search: ResultsSearch): Promise<PartCount> {
  const { listed } = await readResults(store, search, NOW);
  if (!listed) throw new Error("No figure is opened");
  return listed;
}

async function allOf(store: Store, search: ResultsSearch): Promise<CountedCase[]> {
  const found: CountedCase[] = [];
  for await (const slice of readCounted(store, search, NOW)) found.push(...slice);
  return found;
}

/** All pages joined, walked by their cursors. */
async function pagesOf(store: Store, search: ResultsSearch): Promise<CountedCase[]> {
  const page = await listPage(store, search);
  if (page.older === null) return [...page.rows];
  return [...page.rows, ...(await pagesOf(store, { ...search, older: page.older }))];
}

async function listPage(store: Store, search: ResultsSearch) {
  const { total } = await totalOf(store, search);
  return listCounted(store, search, { at: NOW, total });
}

/** The store with one case per slice, and how it is read. */
function watched(store: Store) {
  const seen = { passes: 0, underWay: 0, underWayMax: 0, cases: 0 };
  async function* readRounds(...asked: Parameters<Store["outreach"]["readRounds"]>) {
    seen.passes += 1;
    seen.underWay += 1;
    seen.underWayMax = Math.max(seen.underWayMax, seen.underWay);
    try {
      for await (const slice of store.outreach.readRounds(...asked)) {
        for (const round of slice) {
          seen.cases += 1;
          await new Promise((resolve) => setTimeout(resolve, 5));
          yield [round];
        }
      }
    } finally {
      seen.underWay -= 1;
    }
  }
  return { store: { ...store, outreach: { ...store.outreach, readRounds } }, seen };
}

/** Creates this many expired connections, one a minute, the newest a day ago. */
async function expireMany(store: Store, many: number): Promise<void> {
  for (let index = 0; index < many; index++) {
    const occurredAt = NOW - DAY - index * 60_000;
    await store.events.ingest(expired({ connection: `conn_${index}`, occurredAt }), NOW);
  }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

describe("the cases behind the figures of outreach", () => {
  test("every figure is the total of the list it opens, and that list's pages joined are its export", {
    timeout: 60_000,
  }, async () => {
    const check = (seed: number, period: "all" | "30d") =>
      withStore(async (store) => {
        globalThis.relink?.delete("results");
        await workedWorld(store, seed, 15);
        const search = { ...EVER, period } as const;
        const { results } = await readResults(store, search, NOW);
        for (const [shown, figure] of figuresOf(results)) {
          const opened = showing(search, shown);
          const exported = await allOf(store, opened);
          const { total, fates, channels } = await totalOf(store, opened);
          const seen = { seed, period, shown };
          expect({ ...seen, total, exported: exported.length }).toEqual({ ...seen, total: figure, exported: figure });
          expect({ ...seen, rows: await pagesOf(store, opened) }).toEqual({ ...seen, rows: exported });
          if (opened.fate === "") expect(sum(fates)).toBe(figure);
          if (opened.channel === "") expect(sum(channels)).toBe(figure);
        }
      });
    const property = fc.asyncProperty(fc.nat(1e9), fc.constantFrom("all", "30d"), check);
    await fc.assert(property, { numRuns: runs(15), endOnFailure: true });
  });

  test("a list continues after its first page, and goes back", async () => {
    const store = freshStore();
    const many = CASES_PER_PAGE * 2 + 20;
    await expireMany(store, many);
    const search = showing(EVER, { show: "in_flight" });
    const first = await listPage(store, search);
    const second = await listPage(store, { ...search, older: first.older ?? "" });
    const third = await listPage(store, { ...search, older: second.older ?? "" });
    expect([first, second, third].map(({ rows, offset }) => [offset, rows.length])).toEqual([
      [0, CASES_PER_PAGE],
      [CASES_PER_PAGE, CASES_PER_PAGE],
      [2 * CASES_PER_PAGE, 20],
    ]);
    expect([first.newer, third.older]).toEqual([null, null]);
    const back = await listPage(store, { ...search, newer: third.newer ?? "" });
    expect(back).toEqual(second);
    expect(await listPage(store, { ...search, newer: second.newer ?? "" })).toEqual(first);
  });

  test("however many readers ask, a period's figures are counted once and its parts together, one pass at a time", async () => {
    const { store, seen } = watched(freshStore());
    await expireMany(store, 3);
    const opened = (after: number) => readResults(store, showing(EVER, { show: "away", after }), NOW);
    const counts = await Promise.all(Array.from({ length: 40 }, (_, after) => opened(after)));
    expect(counts.map(({ listed }) => listed?.total)).toEqual(
      Array.from({ length: 40 }, (_, after) => (after < 24 ? 3 : after === 24 ? 2 : 0)),
    );
    expect(seen).toMatchObject({ passes: 1, underWayMax: 1 });
    await Promise.all([opened(1), opened(2), readResults(store, EVER, NOW + 1)]);
    expect(seen.passes).toBe(1);
    const running = opened(100);
    await vi.waitUntil(() => seen.underWay > 0, { interval: 0 });
    await Promise.all([running, opened(101), opened(102)]);
    expect(seen).toMatchObject({ passes: 3, underWayMax: 1 });
  });

  test("a failed count is repeated", async () => {
    const store = freshStore();
    await expireMany(store, 1);
    const broken = {
      ...store,
      outreach: {
        ...store.outreach,
        readRounds: () => {
          throw new Error("disk");
        },
      },
    };
    const search = showing(EVER, { show: "opened" });
    await expect(readResults(broken, search, NOW)).rejects.toThrow("disk");
    expect((await readResults(store, search, NOW)).listed?.total).toBe(1);
  });

  test("a page of a figure with few cases reads no further than the last of them", async () => {
    const { store, seen } = watched(freshStore());
    await expireMany(store, 40);
    await store.events.ingest(created({ connection: "conn_0", user: "u", occurredAt: NOW - HOUR }), NOW);
    const search = showing(EVER, { show: "reconnected" });
    const { total } = await totalOf(store, search);
    seen.cases = 0;
    expect((await listCounted(store, search, { at: NOW, total })).rows).toHaveLength(1);
    expect(seen.cases).toBeLessThanOrEqual(2);
  });

  test("a case shows its account's name, its user and why it was dismissed; a viewer without names sees none", async () => {
    const store = freshStore();
    const said = { connection: "conn_1", user: "user_1" };
    const account = { id: "of_1", name: "Zxqvia Doe", username: "zxqvia" };
    await store.events.ingest(created({ ...said, account, occurredAt: NOW - 3 * DAY }), NOW);
    await store.events.ingest(expired({ ...said, occurredAt: NOW - 2 * DAY }), NOW);
    const target = { search: WHOLE_LIST, selection: { kind: "some" as const, ids: ["conn_1"] } };
    const by = { ...BY, at: NOW - DAY };
    const options = { seen: null, coolDownMs: 0 };
    for (const reason of ["duplicate", "left"] as const) {
      const dismissal = { kind: "dismissed" as const, reason, note: "" };
      const { batch } = await store.outreach.act(target, dismissal, options, by);
      if (reason === "duplicate") await store.outreach.undo(batch ?? 0, by);
    }
    const search = showing(EVER, { show: "dismissed" });
    const rows = await allOf(store, search);
    expect(rows).toMatchObject([
      { dismissReason: "left", connection: { user: "user_1", account: { name: "Zxqvia Doe" } } },
    ]);
    const csv = RESULTS_CSV.header + RESULTS_CSV.lines(rows);
    expect(csv.split("\r\n")[1]).toBe(
      '"Zxqvia Doe","zxqvia","of_1","user_1","conn_1","dismissed","left","2026-02-28T00:00:00.000Z",' +
        '"2026-03-01T00:00:00.000Z","0","","","","false"',
    );
    const { rows: hidden } = await listPage(masked(store), search);
    expect(hidden).toMatchObject([{ connection: { user: "user_1", account: { name: MASK, username: null } } }]);
    expect(JSON.stringify(hidden).toLowerCase()).not.toContain("zxqvia");
  });
});
