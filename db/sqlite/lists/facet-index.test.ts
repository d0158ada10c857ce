import path from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openStore } from "@/db/open-store";
import type { ConnectionPage } from "@/db/store";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { deliveredHistories } from "@/testing/arbitraries";
import { breakTable, repairTable } from "@/testing/break-store";
import { BY } from "@/testing/by";
import { freshFolder, storeAt, withStore } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { created, expired, incoming, updated } from "@/testing/worlds/deliveries";

const QUERIES = [
  "",
  "sort=status_since",
  "sort=expiries&order=asc",
  "sort=created",
  "lacks=posts:read",
  "list=outreach&outreach=any",
];

function openIn(folder: string) {
  return storeAt(path.join(folder, "relink.db"));
}

/** Ignores the order in which values were first seen. */
function comparable({ facets, ...page }: ConnectionPage) {
  const counts = Object.entries(facets).flatMap(([name, of]) =>
    Array.isArray(of) ? of.map(({ value, count }) => `${name} ${value} ${count}`) : [],
  );
  return { ...page, counts: counts.sort() };
}

test("after any deliveries, the index equals the one that a fresh start reads from the file", async () => {
  await fc.assert(
    fc.asyncProperty(deliveredHistories, ({ deliveries }) =>
      withStore(async (live, file) => {
        await live.connections.count(WHOLE_LIST, 0);
        for (const { body, ...sent } of deliveries) await live.events.ingest(incoming(body, sent), sent.receivedAt);
        const fresh = openStore(pathToFileURL(file));
        try {
          for (const query of QUERIES) {
            const search = parseConnectionSearch(new URLSearchParams(query));
            expect(comparable(await live.connections.search(search, 0))).toEqual(
              comparable(await fresh.connections.search(search, 0)),
            );
          }
        } finally {
          fresh.close();
        }
      }),
    ),
    { numRuns: runs(40) },
  );
});

test("what another process writes is seen", async () => {
  const folder = freshFolder();
  const [here, there] = [openIn(folder), openIn(folder)];
  await here.events.ingest(created({ connection: "conn_1" }), 0);
  expect((await there.connections.count(WHOLE_LIST, 0)).value).toBe(1);
  await here.events.ingest(created({ connection: "conn_2" }), 0);
  const late = openIn(folder);
  expect((await late.connections.count(WHOLE_LIST, 0)).value).toBe(2);
});

test("an index that can't be read is a fault, not an empty list, and is read once it can be again", async () => {
  const folder = freshFolder();
  const store = openIn(folder);
  await store.events.ingest(created({ connection: "conn_1" }), 0);
  breakTable(folder, "connections");
  await expect(store.connections.search(WHOLE_LIST, 0)).rejects.toThrow();
  await expect(store.connections.search(WHOLE_LIST, 0)).rejects.toThrow();
  repairTable(folder, "connections");
  expect((await store.connections.search(WHOLE_LIST, 0)).total.value).toBe(1);
});

test("a delivery that fails leaves no trace in memory either", async () => {
  const folder = freshFolder();
  const store = openIn(folder);
  await store.events.ingest(created({ connection: "conn_1", occurredAt: 1_000 }), 0);
  await store.connections.count(WHOLE_LIST, 0);
  const broken = { ...expired({ connection: "conn_1", occurredAt: 2_000 }), scheme: null as never };
  await expect(store.events.ingest(broken, 0)).rejects.toThrow();
  const { rows, facets } = await store.connections.search(parseConnectionSearch({ status: "active" }), 0);
  expect(rows).toHaveLength(1);
  expect(facets.status).toEqual([{ value: "active", count: 1 }]);
});

const names = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `custom:${from + index}`);

test("among very many permissions and statuses, the most frequent and the requested ones are counted", async () => {
  await withStore(async (store) => {
    for (let index = 0; index < 3; index++) {
      const permissions = ["posts:read", ...(index === 0 ? names(0, 200) : [])];
      await store.events.ingest(created({ connection: `conn_${index}`, permissions }), 0);
    }
    for (const [index, status] of names(0, 70).entries()) {
      await store.events.ingest(created({ connection: `conn_s${index}`, status, permissions: ["posts:read"] }), 0);
    }
    const query = "has_mode=any&lacks=custom:199&not_status=custom:69";
    const { facets } = await store.connections.search(parseConnectionSearch(new URLSearchParams(query)), 0);
    for (const values of [facets.has, facets.lacks]) {
      expect(values).toHaveLength(51);
      expect(values.map(({ value }) => value)).toEqual(expect.arrayContaining(["posts:read", "custom:199"]));
    }
    expect(facets.status.map(({ value }) => value)).toEqual(expect.arrayContaining(["active", "custom:69"]));
    expect(facets.status).toHaveLength(51);
    expect(facets.unlisted).toEqual({ status: 20, permission: 150 });
    expect(facets.withAnyStatus).toBe(2 + 70);
  });
});

test("values that no connection has anymore are removed", async () => {
  await withStore(async (store) => {
    await store.events.ingest(created({ connection: "conn_1", user: "user_1", permissions: ["posts:read"] }), 0);
    await store.connections.count(WHOLE_LIST, 0);
    const before = await store.connections.search(WHOLE_LIST, 0);
    const odd = { status: "odd", permissions: names(0, 100) };
    await store.events.ingest(created({ connection: "conn_1", user: "user_1", occurredAt: 1_000, ...odd }), 0);
    const usual = { status: "active", permissions: ["posts:read"] };
    await store.events.ingest(updated({ connection: "conn_1", user: "user_1", occurredAt: 2_000, ...usual }), 0);
    await store.events.ingest(created({ connection: "conn_2", user: "user_2", ...odd }), 0);
    expect((await store.connections.search(WHOLE_LIST, 0)).facets.unlisted.permission).toBe(51);
    await store.maintenance.erase({ kind: "user", reference: "user_2" }, { isDryRun: false }, BY);
    const { facets } = await store.connections.search(WHOLE_LIST, 0);
    expect([facets.status, facets.has]).toEqual([before.facets.status, before.facets.has]);
  });
});
