import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import type { Connection } from "@/domain/connection/connection";
import { KNOWN_PERMISSIONS } from "@/domain/connection/permissions";
import {
  type ConnectionFilter,
  type ConnectionSearch,
  NO_FILTER,
  WHOLE_LIST,
  WHOLE_LISTS,
} from "@/domain/lists/connection-search";
import type { FacetCount, Facets } from "@/domain/lists/facets";
import { CONNECTION_SORTS, DIRECTIONS, LISTS } from "@/domain/lists/list-look";
import { searchOfView } from "@/domain/lists/saved-view";
import { ALL_SELECTED } from "@/domain/lists/selection";
import { OUTREACH_STATES } from "@/domain/outreach/outreach";
import { tally } from "@/domain/outreach/outreach-results";
import { ENVIRONMENTS } from "@/domain/values/environment";
import { runs } from "@/testing/runs";
import { teamAtWork } from "@/testing/worlds/team-at-work";
import { ingestWorld, WORLD_END, workedWorld, worldDeliveries } from "@/testing/worlds/worked-world";

const NOW = WORLD_END;
const DAY = 86_400_000;
const SEARCHES_PER_WORLD = 12;
const STEPS_MAX = 500;
const TIMEOUT_MS = 600_000;

type WithStore = <T>(work: (store: Store) => Promise<T>) => Promise<T>;

const seeds = fc.integer({ min: 0, max: 2 ** 30 });

/** Filters with matches in a made-up world. */
const filters: fc.Arbitrary<ConnectionFilter> = fc
  .record(
    {
      list: fc.constantFrom(...LISTS),
      status: fc.subarray(["active", "expired", "disconnected"]),
      notStatus: fc.subarray(["expired"]),
      environment: fc.subarray([...ENVIRONMENTS]),
      has: fc.subarray([...KNOWN_PERMISSIONS].slice(0, 4)),
      hasMode: fc.constantFrom("any" as const, "all" as const),
      lacks: fc.subarray([...KNOWN_PERMISSIONS].slice(0, 3)),
      attention: fc.subarray(["expired_again" as const, "relapsed" as const]),
      noUser: fc.constantFrom("" as const, "only" as const, "exclude" as const),
      outreach: fc.subarray([...OUTREACH_STATES]),
      expired: fc.constantFrom("", "30d"),
      created: fc.constantFrom("", "30d"),
    },
    { requiredKeys: ["list"] },
  )
  .map((chosen) => ({ ...NO_FILTER, ...chosen }));

const searches: fc.Arbitrary<ConnectionSearch> = fc
  .record({ filter: filters, sort: fc.constantFrom(...CONNECTION_SORTS), order: fc.constantFrom(...DIRECTIONS) })
  .map(({ filter, sort, order }) => ({ ...WHOLE_LISTS[filter.list], ...filter, sort, order, size: "25" }));

/** Tests what every store promises about numbers that are counted in several ways: they agree, whatever the world and the filter. */
export function describeAgreement(name: string, withStore: WithStore): void {
  describe(`${name}: numbers counted in several ways`, () => {
    const inWorlds = (work: (store: Store, some: readonly ConnectionSearch[]) => Promise<void>) =>
      fc.assert(
        fc.asyncProperty(
          seeds,
          fc.array(searches, { minLength: SEARCHES_PER_WORLD, maxLength: SEARCHES_PER_WORLD }),
          (seed, some) =>
            withStore(async (store) => {
              await workedWorld(store, seed, 40);
              await work(store, some);
            }),
        ),
        { numRuns: runs(15), endOnFailure: true },
      );

    test(
      "the pages of a list joined by their cursors are its export, as many as its total and its count say",
      () =>
        inWorlds(async (store, some) => {
          for (const search of some) {
            const { total, slices } = await store.connections.readAll(search, ALL_SELECTED, NOW);
            const exported = await joined(slices);
            expect(await pagesOf(store, search)).toEqual(exported);
            const page = await store.connections.search(search, NOW);
            const counted = await store.connections.count(search, NOW);
            const exact = { value: exported.length, precision: "exact" };
            expect([total, page.total, counted]).toEqual([exact, exact, exact]);
          }
        }),
      TIMEOUT_MS,
    );

    test(
      "those who have a permission, those who lack it and those of whom nothing is known are all",
      () =>
        inWorlds(async (store, some) => {
          // Not in the queue, where a card stands for a user: leaving out one connection may put another in front.
          for (const { status, environment } of some) {
            const filter = { ...NO_FILTER, status, environment };
            const countOf = async (change: Partial<ConnectionFilter>) =>
              (await store.connections.count({ ...filter, ...change }, NOW)).value;
            const { slices } = await store.connections.readAll({ ...WHOLE_LIST, ...filter }, ALL_SELECTED, NOW);
            const all = await joined(slices);
            const unknown = all.filter(({ permissions }) => permissions === null).length;
            for (const permission of KNOWN_PERMISSIONS.slice(0, 5)) {
              const [has, lacks] = [await countOf({ has: [permission] }), await countOf({ lacks: [permission] })];
              expect([permission, has + lacks + unknown]).toEqual([permission, all.length]);
            }
          }
        }),
      TIMEOUT_MS,
    );

    test(
      "the values of a filter add up to the list without that filter, and each counts what choosing it lists",
      () =>
        inWorlds(async (store, some) => {
          for (const search of some) {
            const { facets } = await store.connections.search(search, NOW);
            const countOf = async (change: Partial<ConnectionFilter>) =>
              (await store.connections.count({ ...search, ...change }, NOW)).value;
            const withAnyStatus = await countOf({ status: [], notStatus: [] });
            expect([sum(facets.status), facets.withAnyStatus]).toEqual([withAnyStatus, withAnyStatus]);
            expect(sum(facets.environment)).toBe(await countOf({ environment: [], notEnvironment: [] }));
            const anyUser = await countOf({ user: [], notUser: [], noUser: "" });
            expect(facets.withUser + facets.withoutUser).toBe(anyUser);
            expect(facets.withoutUser).toBe(await countOf({ user: [], notUser: [], noUser: "only" }));
            const { value: ofCases } = await store.connections.count(
              { ...search, outreach: [...OUTREACH_STATES] },
              NOW,
            );
            expect(sum(facets.outreach)).toBe(ofCases);
            // In the queue a card stands for a user: which of their connections is in front depends on the filter.
            if (search.list === "outreach") continue;
            for (const { value, count } of facets.status)
              expect([value, count]).toEqual([value, await countOf({ status: [value], notStatus: [] })]);
            for (const { value, count } of facets.outreach) {
              const outreach = OUTREACH_STATES.filter((state) => state === value);
              expect([value, count]).toEqual([value, await countOf({ outreach })]);
            }
            for (const { value, count } of facets.owner)
              expect([value, count]).toEqual([value, await countOf({ owner: [value] })]);
            for (const { value, count } of facets.lacks)
              expect([value, count]).toEqual([value, await countOf({ lacks: [value] })]);
          }
        }),
      TIMEOUT_MS,
    );

    test(
      "the number beside each view is the length of the list that it opens",
      () =>
        inWorlds(async (store) => {
          for (const view of await store.views.list()) {
            const search = searchOfView(view);
            const { value } = await store.connections.count(search, NOW);
            expect([view.name, (await pagesOf(store, search)).length]).toEqual([view.name, value]);
          }
        }),
      TIMEOUT_MS,
    );

    test(
      "whatever order deliveries come in, all screens show the same: lists, counts, timelines and results",
      () =>
        fc.assert(
          fc.asyncProperty(seeds, fc.infiniteStream(fc.nat(2 ** 30)), (seed, lots) => {
            const inOrder = worldDeliveries(seed, 25);
            const shuffled = [...inOrder]
              .map((delivery) => ({ delivery, lot: lots.next().value }))
              .sort((a, b) => a.lot - b.lot)
              .map(({ delivery }) => delivery);
            const shownOf = (deliveries: typeof inOrder) =>
              withStore(async (store) => {
                await ingestWorld(store, deliveries);
                const team = teamAtWork(store, seed);
                for (let day = 0; day < 6; day++) await team.workAt(NOW + day * DAY);
                return shown(store, NOW + 6 * DAY);
              });
            return Promise.all([shownOf(inOrder), shownOf(shuffled)]).then(([one, other]) => {
              expect(other).toEqual(one);
            });
          }),
          { numRuns: runs(15), endOnFailure: true },
        ),
      TIMEOUT_MS,
    );
  });
}

async function pagesOf(store: Store, search: ConnectionSearch): Promise<Connection[]> {
  const { rows, next } = await store.connections.search(search, NOW);
  return next === null ? [...rows] : [...rows, ...(await pagesOf(store, { ...search, after: next }))];
}

async function joined<T>(slices: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const slice of slices) all.push(...slice);
  return all;
}

function sum(counts: readonly FacetCount[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

/** What the screens show, without numbers that depend on arrival. */
async function shown(store: Store, now: number) {
  const lists = await Promise.all(
    LISTS.map(async (list) => {
      const search: ConnectionSearch = { ...WHOLE_LISTS[list], outreach: [], sort: "last_event", size: "100" };
      const { rows, total, facets } = await store.connections.search(search, now);
      return { rows, total, facets: inOrderOfValue(facets) };
    }),
  );
  const ids = (await joined((await store.connections.readAll(WHOLE_LIST, ALL_SELECTED, now)).slices)).map(
    ({ id }) => id,
  );
  const rounds = await joined(store.outreach.readRounds(0));
  const counting = tally(now);
  for (const round of rounds) counting.add(round);
  return withoutArrival({
    lists,
    timelines: await Promise.all(
      [...ids].sort().map(async (id) => (await store.timelines.ofConnection(id, { size: STEPS_MAX })).steps),
    ),
    lives: await store.timelines.lives([...ids].sort()),
    cases: await store.outreach.current([...ids].sort()),
    results: counting.results(),
  });
}

/** Screens order a filter's values themselves, and show none without matches. */
function inOrderOfValue(facets: Facets): Record<string, unknown> {
  const isList = (counts: unknown): counts is readonly FacetCount[] => Array.isArray(counts);
  return Object.fromEntries(
    Object.entries(facets).map(([name, counts]) => [
      name,
      isList(counts) ? counts.filter(({ count }) => count > 0).sort((a, b) => (a.value < b.value ? -1 : 1)) : counts,
    ]),
  );
}

/** Numbers that increase with arrival, and marks of late arrival. */
const OF_ARRIVAL = ["setBy", "isLate", "openedBy", "closedBy", "key", "eventId"];

function withoutArrival(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, one) => {
      // Connection numbers depend on arrival as well, so only compare whether there is one.
      if (key === "successor") return one !== null;
      return OF_ARRIVAL.includes(key) || (key === "id" && typeof one === "number") ? undefined : one;
    }),
  );
}
