import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { copyDatabase, type DatabaseSuffix } from "@/testing/copy-database";
import { freshFolder } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { created, expired, incoming, updated } from "@/testing/worlds/deliveries";
import { openSqliteStore } from "./sqlite-store";

const EVENTS = 120;
/**
 * Events, and the states and cases derived from them. Counters and records of repetitions have no checksum, as docs/operate.md
 * says.
 */
const SHOWN = ["events", "connection_ids", "connections", "cases", "checkpoints"];

/** A flip is a position in the file, as a fraction of its length, and a bit of the byte there. */
const flips = fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat({ max: 7 }));

async function filled(file: string, isStopped: boolean): Promise<void> {
  const store = openSqliteStore(file);
  for (let index = 0; index < EVENTS; index++) {
    const said = { connection: `conn_${index % 30}`, user: `user_${index % 20}`, occurredAt: index * 1_000 };
    const make = [created, expired, updated][index % 3] ?? created;
    const event = make({ ...said, account: { id: String(index % 25), name: `Name ${index}` } });
    await store.events.ingest(event, index * 1_000);
    if (index % 10 === 0) await store.events.ingest(event, index * 1_000 + 500);
  }
  await store.events.ingest(incoming("not json"), 1);
  await store.maintenance.checkEvents();
  if (isStopped) store.close();
  else onTestFinished(() => store.close());
}

function flip(file: string, [place, bit]: readonly [number, number]): number {
  const position = Math.floor(place * statSync(file).size);
  const handle = openSync(file, "r+");
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, position);
  writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ (1 << bit)]), 0, 1, position);
  closeSync(handle);
  return position;
}

/** Returns true if a start is refused, or any check finds something. */
async function isNoticed(file: string): Promise<boolean> {
  let store: ReturnType<typeof openSqliteStore>;
  try {
    store = openSqliteStore(file);
  } catch {
    return true;
  }
  try {
    const client = new BetterSqlite3(file, { readonly: true });
    const finding = client.pragma("integrity_check(1)", { simple: true });
    client.close();
    if (finding !== "ok") return true;
    const { corrected, removed, mended, damaged } = await store.maintenance.rebuild({ isDryRun: true });
    return corrected + removed + mended + damaged.count > 0;
  } catch {
    return true;
  } finally {
    store.close();
  }
}

function shownIn(file: string): string {
  const client = new BetterSqlite3(file);
  const rows = SHOWN.map((table) =>
    client
      .prepare(`select * from ${table}`)
      .raw()
      .all()
      .map((row) => JSON.stringify(row))
      .sort(),
  );
  client.close();
  return JSON.stringify(rows);
}

async function expectNoticedOrHarmless(
  original: string,
  suffixes: readonly DatabaseSuffix[],
  flipped: string,
  many: number,
) {
  const file = path.join(path.dirname(original), "flipped.db");
  copyDatabase(original, file, suffixes);
  const before = shownIn(file);
  let noticed = 0;
  await fc.assert(
    fc.asyncProperty(flips, async (at) => {
      copyDatabase(original, file, suffixes);
      const position = flip(`${file}${flipped}`, at);
      if (await isNoticed(file)) noticed += 1;
      else expect([position, shownIn(file) === before]).toEqual([position, true]);
    }),
    { numRuns: runs(many) },
  );
  expect(noticed).toBeGreaterThan(0);
}

test("whichever bit of the database flips, a check notices it, or events and states stay the same", async () => {
  const file = path.join(freshFolder(), "relink.db");
  await filled(file, true);
  await expectNoticedOrHarmless(file, ["", "-mark"], "", 240);
});

test("whichever bit of the journal flips after a crash, a start is refused, a check notices it, or events and states stay the same", async () => {
  const file = path.join(freshFolder(), "relink.db");
  await filled(file, false);
  await expectNoticedOrHarmless(file, ["", "-wal", "-shm", "-mark"], "-wal", 60);
  await expectNoticedOrHarmless(file, ["", "-wal", "-mark"], "-wal", 60);
});
