import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import type { Connection } from "@/domain/connection/connection";
import { KNOWN_PERMISSIONS } from "@/domain/connection/permissions";
import { type ConnectionFilter, type ConnectionSearch, WHOLE_LIST } from "@/domain/lists/connection-search";
import { parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { CONNECTION_SORTS, DIRECTIONS } from "@/domain/lists/list-look";
import { searchTextOf, searchWords } from "@/domain/lists/search-text";
import { ALL_SELECTED, type Selection } from "@/domain/lists/selection";
import { ENVIRONMENTS } from "@/domain/values/environment";
import { anyText, deliveredHistories } from "@/testing/arbitraries";
import { matching } from "@/testing/recount/matching";
import { runs } from "@/testing/runs";
import { created, disconnected, expired, incoming, sdkBody, updated } from "@/testing/worlds/deliveries";
import { randomFrom } from "@/testing/worlds/world";
import { closing, filters, ids, ingestAll, NOW, RECEIVED_AT, RUNS, STATE_ATTENTIONS } from "./stored-connections";

const person = fc.record({ name: anyText, username: anyText, user: fc.option(anyText) });

/** Tests what every store promises about searching connections. */
export function describeConnectionSearch(name: string, freshStore: () => Store): void {
  describe(`${name}: searching connections`, () => {
    test("search agrees with checking every connection, for any text", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(person, { maxLength: 8 }),
          anyText,
          fc.nat(30),
          fc.nat(6),
          (people, text, from, length) =>
            closing(freshStore(), async (store) => {
              await ingestPeople(store, people);
              const all = (await store.connections.search(WHOLE_LIST, NOW)).rows;
              const somewhere = all
                .map(searchTextOf)
                .join("\n")
                .slice(from, from + length);
              for (const q of [text, somewhere]) {
                const search = parseConnectionSearch({ q, size: "100" });
                const words = searchWords(search.q);
                const expected = all.filter((one) => words.every((word) => searchTextOf(one).includes(word)));
                const page = await store.connections.search(search, NOW);
                expect(ids(page.rows).sort()).toEqual(ids(expected).sort());
                expect(page.total).toEqual({ value: expected.length, precision: "exact" });
              }
            }),
        ),
        { numRuns: RUNS },
      );
    });

    test("the pages of a list, joined, are the list, in both directions and every order", async () => {
      const people = Array.from({ length: 61 }, (_, index) => ({
        name: `Name ${index % 5}`,
        username: `user${index}`,
        user: index % 7 === 0 ? null : `user_${index % 9}`,
        status: index % 3 === 0 ? "expired" : "active",
      }));
      const store = freshStore();
      await ingestPeople(store, people);
      for (const sort of CONNECTION_SORTS) {
        for (const order of DIRECTIONS) {
          for (const status of [[], ["expired"], ["expired", "active"]]) {
            await expectPagesToJoin(store, { ...WHOLE_LIST, sort, order, status });
          }
        }
      }
    });

    test("the two directions of an order mirror each other", async () => {
      const store = freshStore();
      await ingestPeople(store, [
        { name: "B" },
        { name: "a" },
        { user: null },
        { name: "B", user: null },
        { username: "c" },
      ]);
      for (const sort of CONNECTION_SORTS) {
        const [up, down] = await Promise.all(
          DIRECTIONS.map(async (order) =>
            ids((await store.connections.search({ ...WHOLE_LIST, sort, order }, NOW)).rows),
          ),
        );
        expect(up).toEqual([...(down ?? [])].reverse());
      }
    });

    test("counts by status follow the search words, not the selected status", async () => {
      const store = freshStore();
      await ingestPeople(store, [
        { name: "Jane", status: "active" },
        { name: "Janet", status: "expired" },
        { name: "Bob", status: "expired" },
      ]);
      const page = await store.connections.search({ ...WHOLE_LIST, q: "jan", status: ["expired"] }, NOW);
      expect(page.total.value).toBe(1);
      expect(Object.fromEntries(page.facets.status.map(({ value, count }) => [value, count]))).toEqual({
        active: 1,
        expired: 1,
      });
    });

    test("any filter and its counts agree with checking every connection", async () => {
      const store = freshStore();
      for (const deliveries of fc.sample(deliveredHistories, { numRuns: 12, seed: 1 })) {
        await ingestAll(store, deliveries.deliveries);
      }
      await ingestVariety(store);
      const all = (await store.connections.search({ ...WHOLE_LIST, size: "100" }, NOW)).rows;
      await fc.assert(
        fc.asyncProperty(filters, fc.constantFrom(...CONNECTION_SORTS), async (filter, sort) => {
          const page = await store.connections.search({ ...WHOLE_LIST, ...filter, sort, size: "100" }, NOW);
          const expected = matching(all, filter, NOW);
          expect(ids(page.rows).sort()).toEqual(ids(expected).sort());
          expect(page.total).toEqual({ value: expected.length, precision: "exact" });
          expect(await store.connections.count(filter, NOW)).toEqual(page.total);
          const among = (change: Partial<ConnectionFilter>) => matching(all, { ...filter, ...change }, NOW);
          for (const { value, count } of page.facets.status) {
            expect(among({ status: [value], notStatus: [] })).toHaveLength(count);
          }
          for (const { value, count } of page.facets.environment) {
            const environment = ENVIRONMENTS.filter((one) => one === value);
            expect(among({ environment, notEnvironment: [] })).toHaveLength(count);
          }
          for (const { value, count } of page.facets.attention) {
            const attention = STATE_ATTENTIONS.filter((one) => one === value);
            if (attention.length === 0) continue;
            expect(among({ attention, notAttention: [] })).toHaveLength(count);
          }
          for (const { value, count } of page.facets.has) {
            const has = filter.hasMode === "all" ? [...filter.has, value] : [value];
            expect(among({ has })).toHaveLength(count);
          }
          for (const { value, count } of page.facets.lacks) expect(among({ lacks: [value] })).toHaveLength(count);
          expect(among({ user: [], notUser: [], noUser: "only" })).toHaveLength(page.facets.withoutUser);
          expect(among({ user: [], notUser: [], noUser: "exclude" })).toHaveLength(page.facets.withUser);
        }),
        { numRuns: runs(150) },
      );
    });

    test("exact matches of a pasted id come first, on the first page only", async () => {
      const store = freshStore();
      const people = Array.from({ length: 30 }, (_, index) => ({ user: `user_${index}`, name: "user_1" }));
      await ingestPeople(store, people);
      const search = { ...WHOLE_LIST, q: "user_1", size: "25" as const };
      const first = await store.connections.search(search, NOW);
      expect(first.rows[0]?.user).toBe("user_1");
      const second = await store.connections.search({ ...search, after: first.next ?? "" }, NOW);
      expect(new Set(ids([...first.rows, ...second.rows])).size).toBe(30);
      const byId = await store.connections.search({ ...search, q: " conn_7 " }, NOW);
      expect(byId.rows[0]?.id).toBe("conn_7");
    });

    test("an id with blanks comes first when searched for exactly, before the one without them", async () => {
      const store = freshStore();
      const users = ["ann", " ann", "ann ", "ann lee", "other ann"];
      await ingestPeople(
        store,
        users.map((user) => ({ user, name: "ann lee" })),
      );
      for (const q of users) {
        const { rows } = await store.connections.search({ ...WHOLE_LIST, q }, NOW);
        expect([q, rows[0]?.user]).toEqual([q, q]);
      }
    });

    test("reading all returns each row once, in the list's order, even while rows move", async () => {
      const store = freshStore();
      const people = Array.from({ length: 2_300 }, (_, index) => ({ name: `Name ${index % 97}` }));
      await ingestPeople(store, people);
      for (const sort of ["last_event", "name"] as const) {
        const search = { ...WHOLE_LIST, sort, order: "desc" as const };
        const { total, slices } = await store.connections.readAll(search, ALL_SELECTED, NOW);
        const read: string[] = [];
        for await (const slice of slices) {
          read.push(...ids(slice));
          const moving = [ids(slice)[0] ?? "", `conn_${2_299 - read.length}`].filter((id) => /^conn_\d+$/.test(id));
          for (const connection of moving) {
            const move = updated({ connection, account: { name: "zz" }, occurredAt: NOW });
            await store.events.ingest(move, RECEIVED_AT);
          }
        }
        expect(total).toEqual({ value: 2_300, precision: "exact" });
        expect([read.length, new Set(read).size]).toEqual([2_300, 2_300]);
      }
    });

    test("reading all can be limited to some rows, or to all but some", async () => {
      const store = freshStore();
      await ingestPeople(store, [{ name: "Jane" }, { name: "Janet" }, { name: "Bob" }]);
      const search = { ...WHOLE_LIST, q: "jan" };
      const read = async (selection: Selection) => {
        const { total, slices } = await store.connections.readAll(search, selection, NOW);
        const rows: Connection[] = [];
        for await (const slice of slices) rows.push(...slice);
        expect(rows).toHaveLength(total.value);
        return ids(rows).sort();
      };
      expect(await read(ALL_SELECTED)).toEqual(["conn_0", "conn_1"]);
      expect(await read({ kind: "all", except: ["conn_0", "conn_2"] })).toEqual(["conn_1"]);
      expect(await read({ kind: "some", ids: ["conn_0", "conn_2", "conn_9"] })).toEqual(["conn_0"]);
    });

    test("characters with a meaning in SQL or FTS are plain characters", async () => {
      const store = freshStore();
      await ingestPeople(store, [{ name: "100% a_b" }, { name: "100 axb" }, { name: `"AND" OR 'x'` }]);
      for (const [q, expected] of [
        ["100%", 1],
        ["a_b", 1],
        [`"and"`, 1],
        // Apostrophes are left out of every text: two names have an x.
        ["'x'", 2],
        ["or 'x'", 1],
        ["% ", 1],
        ["_b", 1],
      ] as const) {
        expect([q, (await store.connections.search({ ...WHOLE_LIST, q }, NOW)).total.value]).toEqual([q, expected]);
      }
    });

    test("a damaged cursor, or one of another order, starts at the beginning", async () => {
      const store = freshStore();
      await ingestPeople(store, [{ name: "Jane" }]);
      for (const after of ["%%%", "bm90IGpzb24", Buffer.from('["name.asc","x",1,0]').toString("base64url")]) {
        expect((await store.connections.search({ ...WHOLE_LIST, after }, NOW)).rows).toHaveLength(1);
      }
    });
  });
}

type Person = { name?: string; username?: string; user?: string | null; status?: string };

async function ingestPeople(store: Store, people: readonly Person[]): Promise<void> {
  const kept = people.map(({ user = "someone", status = "active", ...account }, index) => {
    const said = { connection: `conn_${index}`, user, status, account, occurredAt: (index % 11) * 1_000 };
    return store.events.ingest(created(said), RECEIVED_AT);
  });
  await Promise.all(kept);
}

/** Connections that differ in everything that can be filtered, some with the same account. */
async function ingestVariety(store: Store): Promise<void> {
  const random = randomFrom(3);
  const pick = <T>(...values: T[]): T => values[Math.floor(random() * values.length)] as T;
  for (let index = 0; index < 40; index++) {
    const connection = `conn_v${index}`;
    const user = pick("ann", "bob", null);
    const account = { id: `${index % 30}`, name: pick("Ann", "Bo Ann", "Zoë") };
    const permissions = KNOWN_PERMISSIONS.slice(0, 4).filter(() => random() < 0.5);
    const at = () => Math.floor(random() * 40) * 86_400_000 + NOW - 40 * 86_400_000;
    const full = { connection, user, account, ...pick({ permissions }, {}) };
    await store.events.ingest(created({ ...full, occurredAt: at() }), RECEIVED_AT);
    if (random() < 0.6) await store.events.ingest(expired({ connection, user, occurredAt: at() }), RECEIVED_AT);
    if (random() < 0.4) {
      const said = { ...full, status: pick("active", "odd"), permissions: permissions.slice(1), occurredAt: at() };
      await store.events.ingest(updated(said), RECEIVED_AT);
    }
    if (random() < 0.4) await store.events.ingest(expired({ connection, user, occurredAt: at() }), RECEIVED_AT);
    if (random() < 0.3) await store.events.ingest(disconnected({ connection, user, occurredAt: at() }), RECEIVED_AT);
    const body = sdkBody("updated", { connection, user, live: pick(true, false), occurredAt: at() });
    if (random() < 0.5) await store.events.ingest(incoming(body), RECEIVED_AT);
  }
}

async function expectPagesToJoin(store: Store, search: ConnectionSearch): Promise<void> {
  const whole = await store.connections.search({ ...search, size: "100" }, NOW);
  const forward = [await store.connections.search({ ...search, size: "25" }, NOW)];
  for (let next = forward[0]?.next; next; next = forward.at(-1)?.next) {
    forward.push(await store.connections.search({ ...search, size: "25", after: next }, NOW));
  }
  expect(ids(forward.flatMap((page) => page.rows))).toEqual(ids(whole.rows));
  expect(forward.map((page) => page.offset)).toEqual(forward.map((_, index) => index * 25));
  const backward = [forward.at(-1)];
  for (let previous = backward[0]?.previous; previous; previous = backward[0]?.previous) {
    backward.unshift(await store.connections.search({ ...search, size: "25", before: previous }, NOW));
  }
  expect(backward.map((page) => page && [ids(page.rows), page.offset])).toEqual(
    forward.map((page) => [ids(page.rows), page.offset]),
  );
}
