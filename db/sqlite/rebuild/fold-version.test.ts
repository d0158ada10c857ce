import path from "node:path";
import { expect, test, vi } from "vitest";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { changeFile } from "@/testing/break-store";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { expired, updated } from "@/testing/worlds/deliveries";

const NOW = Date.UTC(2026, 10, 30);
const HOUR = 3_600_000;
const YEAR_9999 = Date.UTC(9999, 0, 1);

test("events that an older version placed at impossible times are moved to their receipt, and so is their state", async () => {
  const file = path.join(freshFolder(), "relink.db");
  const older = storeAt(file);
  await older.events.ingest(updated({ connection: "conn_ahead", occurredAt: YEAR_9999 }), NOW);
  await older.events.ingest(expired({ connection: "conn_ahead", occurredAt: NOW + HOUR }), NOW + HOUR);
  await older.events.ingest(updated({ connection: "conn_zero", occurredAt: NOW }), NOW);
  await older.events.ingest(expired({ connection: "conn_zero", occurredAt: 0 }), NOW + HOUR);
  changeFile(
    file,
    `update events set occurred_at = ${YEAR_9999}, checksum = null where id = 1; update events set occurred_at = 0, checksum = null where id = 4`,
  );
  await older.maintenance.rebuild();
  const statuses = async (store = older) =>
    (await store.connections.search(WHOLE_LIST, NOW)).rows.map(({ status, statusSince }) => [status, statusSince]);
  expect(await statuses()).toEqual([
    ["active", YEAR_9999],
    ["active", NOW],
  ]);
  changeFile(file, "update marks set value = 3 where name = 'fold'");
  older.close();

  const store = storeAt(file);
  await vi.waitFor(async () => {
    expect(await statuses(store)).toEqual([
      ["expired", NOW + HOUR],
      ["expired", NOW + HOUR],
    ]);
  });
  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject({ corrected: 0, removed: 0, mended: 0 });
});
