import { cpSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { openStore } from "@/db/open-store";
import { restoreStore } from "@/db/restore-store";
import type { Store } from "@/db/store";
import type { By } from "@/domain/access/audit";
import { WHOLE_LIST, WHOLE_QUEUE } from "@/domain/lists/connection-search";
import { DAY_MS, retentionRulesSchema } from "@/domain/operations/retention";
import { BY } from "@/testing/by";
import { withFolder } from "@/testing/fresh-store";
import { isInFull } from "@/testing/runs";
import { created, expired, updated } from "@/testing/worlds/deliveries";

const START = Date.UTC(2026, 0, 1);
const NOW = START + 100 * DAY_MS;
const CODES = ["SQLITE_IOERR", "SQLITE_FULL", "SQLITE_BUSY"] as const;
type Code = (typeof CODES)[number];
/** More calls than any of these operations makes. */
const CALLS_MAX = 5_000;
const TIMEOUT_MS = 900_000;
const HEALTHY = { corrected: 0, removed: 0, mended: 0 };

/** An operation on a different user each time, so that one store serves all runs. */
type Operation = {
  readonly name: string;
  readonly prepare: (store: Store, turn: number) => Promise<void>;
  readonly run: (store: Store, turn: number) => Promise<unknown>;
  /** True if all of it must be there. */
  readonly isDone: (store: Store, turn: number) => Promise<boolean>;
  /**
   * What a failed one leaves, nothing by default: complete slices, between which the state is the fold of the events; or a part
   * that is completed on request.
   */
  readonly leaves?: "slices" | "part";
};

const by: By = { ...BY, at: NOW };
const yearOf = (turn: number) => START + turn * 365 * DAY_MS;
const connectionOf = (turn: number) => `conn_${turn}`;
const some = (turn: number) => ({
  search: WHOLE_LIST,
  selection: { kind: "some" as const, ids: [connectionOf(turn), `${connectionOf(turn)}_b`] },
});
const WHATEVER = { seen: null, coolDownMs: 0 };

/** A user with two expired connections. */
async function tellOf(store: Store, turn: number): Promise<void> {
  for (const connection of [connectionOf(turn), `${connectionOf(turn)}_b`]) {
    const said = { connection, user: `user_${turn}`, account: { id: `of_${connection}`, name: "Jane Doe" } };
    await store.events.ingest(created({ ...said, occurredAt: START }), START);
    await store.events.ingest(expired({ ...said, occurredAt: NOW - DAY_MS }), NOW - DAY_MS);
  }
}

async function caseOf(store: Store, turn: number) {
  return (await store.outreach.current([connectionOf(turn)]))[0];
}

const OPERATIONS: readonly Operation[] = [
  {
    name: "an event",
    prepare: tellOf,
    run: (store, turn) =>
      store.events.ingest(updated({ connection: connectionOf(turn), occurredAt: NOW }, { messageId: `m${turn}` }), NOW),
    isDone: async (store, turn) =>
      (await store.connections.find(connectionOf(turn)))?.status === "active" &&
      (await caseOf(store, turn))?.end === "reconnected",
  },
  {
    name: "a contact",
    prepare: tellOf,
    run: (store, turn) => {
      const content = { kind: "contacted" as const, channel: "email" as const, template: null, note: "Wrote." };
      return store.outreach.act(some(turn), content, WHATEVER, by);
    },
    isDone: async (store, turn) => {
      const found = await store.outreach.current([connectionOf(turn), `${connectionOf(turn)}_b`]);
      return found.length === 2 && found.every(({ contacts }) => contacts === 1);
    },
  },
  {
    name: "an undone snooze",
    prepare: async (store, turn) => {
      await tellOf(store, turn);
      const content = { kind: "snoozed" as const, until: NOW + DAY_MS, note: "" };
      await store.outreach.act(some(turn), content, WHATEVER, by);
    },
    run: async (store, turn) => {
      const { acts } = await store.outreach.history(connectionOf(turn));
      await store.outreach.undo(acts.at(-1)?.batch ?? 0, by);
    },
    isDone: async (store, turn) => (await caseOf(store, turn))?.snoozedUntil === null,
  },
  {
    name: "a block",
    prepare: tellOf,
    run: (store, turn) => store.outreach.block(connectionOf(turn), "Asked us to stop.", by),
    isDone: async (store, turn) => (await caseOf(store, turn))?.block !== null,
  },
  {
    name: "a reconnect link",
    prepare: tellOf,
    run: (store, turn) => {
      const options = { now: NOW, expiresAt: NOW + DAY_MS, mintNonce: () => `nonce ${turn}` };
      return store.reconnectLinks.handOut([connectionOf(turn)], options, by);
    },
    isDone: async (store, turn) => (await store.reconnectLinks.findOf(connectionOf(turn), NOW)) !== null,
  },
  {
    name: "an erasure",
    prepare: async (store, turn) => {
      await tellOf(store, turn);
      await store.outreach.act(some(turn), { kind: "noted", note: "Is on holiday." }, WHATEVER, by);
    },
    leaves: "part",
    run: (store, turn) => store.maintenance.erase({ kind: "user", reference: `user_${turn}` }, { isDryRun: false }, by),
    isDone: async (store, turn) => (await store.connections.find(connectionOf(turn))) === null,
  },
  {
    name: "retention",
    leaves: "slices",
    // Each time much later, since events superseded before the last run are known to be gone.
    prepare: async (store, turn) => {
      const said = { connection: connectionOf(turn), user: null, permissions: ["posts:read"] };
      for (const day of [0, 1, 2, 3]) {
        const occurredAt = yearOf(turn) + day * DAY_MS;
        await store.events.ingest(updated({ ...said, occurredAt }), occurredAt);
      }
    },
    run: (store, turn) => {
      const rules = retentionRulesSchema.parse({ keepEventsDays: 30 });
      const options = { isDryRun: false, isClockTrusted: true };
      return store.maintenance.retain(rules, options, { ...by, at: yearOf(turn + 1) - DAY_MS });
    },
    isDone: async (store, turn) => {
      const { steps } = await store.timelines.ofConnection(connectionOf(turn), { size: 100 });
      return steps.length < 4;
    },
  },
];

describe.each(CODES)("whichever database call fails with %s", (code) => {
  afterEach(heal);

  test.each(OPERATIONS)(
    "$name is kept whole or not at all, and works when tried again",
    (operation) =>
      fromAnyStart((start) =>
        withFolder(async (folder) => {
          const file = path.join(folder, "relink.db");
          const store = openStore(pathToFileURL(file));
          try {
            await operation.prepare(store, 0);
            const calls = await countCalls(() => operation.run(store, 0));
            expect(await operation.isDone(store, 0)).toBe(true);
            const done = [0];
            for (const nth of chosenOf(calls, start)) {
              const turn = done.length;
              await operation.prepare(store, turn);
              const before = await everythingIn(store, file);
              const outcome = await failing(nth, code, () => operation.run(store, turn));
              const seen = { nth, calls };
              if (outcome.isKept) {
                expect({ ...seen, isDone: await operation.isDone(store, turn) }).toEqual({ ...seen, isDone: true });
              } else {
                if (operation.leaves !== "part")
                  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
                if (!operation.leaves)
                  expect({ ...seen, ...(await everythingIn(store, file)) }).toEqual({ ...seen, ...before });
                await operation.run(store, turn);
                expect({ ...seen, isDone: await operation.isDone(store, turn) }).toEqual({ ...seen, isDone: true });
              }
              done.push(turn);
            }
            await expectWhole(store, operation, done);
          } finally {
            store.close();
          }
          const again = openStore(pathToFileURL(file));
          try {
            await expectWhole(again, operation, [0]);
          } finally {
            again.close();
          }
        }),
      ),
    TIMEOUT_MS,
  );

  test(
    "a restore leaves the old or the new database, and works when tried again",
    () =>
      fromAnyStart((start) =>
        withFolder(async (folder) => {
          const data = path.join(folder, "data");
          const store = openStore(pathToFileURL(path.join(data, "relink.db")));
          await tellOf(store, 1);
          await store.maintenance.backup(path.join(data, "backups", "one.db.gz"));
          await tellOf(store, 2);
          store.close();
          const restoreIn = async (place: string) => {
            const url = pathToFileURL(path.join(place, "relink.db"));
            await (await restoreStore(url, path.join(place, "backups", "one.db.gz"), () => {})).carryOut();
          };
          const copyAs = (name: string) => {
            const place = path.join(folder, name);
            cpSync(data, place, { recursive: true });
            return place;
          };
          const counted = copyAs("counted");
          const calls = await countCalls(() => restoreIn(counted));
          for (const nth of chosenOf(calls, start, 3)) {
            const place = copyAs(`restored ${nth}`);
            const { isKept } = await failing(nth, code, () => restoreIn(place));
            const holds = await connectionsIn(place);
            expect([nth, holds]).toEqual([nth, isKept || holds === 2 ? 2 : 4]);
            await restoreIn(place);
            expect([nth, await connectionsIn(place)]).toEqual([nth, 2]);
          }
        }),
      ),
    TIMEOUT_MS,
  );
});

async function connectionsIn(place: string): Promise<number> {
  const store = openStore(pathToFileURL(path.join(place, "relink.db")));
  try {
    expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
    return (await store.connections.count(WHOLE_LIST, NOW)).value;
  } finally {
    store.close();
  }
}

async function expectWhole(store: Store, operation: Operation, turns: readonly number[]): Promise<void> {
  for (const turn of turns) expect([turn, await operation.isDone(store, turn)]).toEqual([turn, true]);
  expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject(HEALTHY);
}

/** All rows of the file, and the in-memory index behind lists. */
async function everythingIn(store: Store, file: string) {
  const client = new BetterSqlite3(file, { readonly: true });
  try {
    const names = client
      .prepare<[], string>(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'event_values%'",
      )
      .pluck()
      .all();
    const rows: Record<string, unknown[] | undefined> = Object.fromEntries(
      names.map((name) => [name, client.prepare(`select * from "${name}"`).all()]),
    );
    // Ignores the progress of indexing bodies, which continues in the background.
    rows.marks = rows.marks?.filter((mark) => !JSON.stringify(mark).includes("event_values"));
    const lists = await Promise.all([WHOLE_LIST, WHOLE_QUEUE].map((search) => store.connections.search(search, NOW)));
    return { rows, lists };
  } finally {
    client.close();
  }
}

/** Runs a check for each position of the first failing call, as a fraction of the distance between two of them. */
function fromAnyStart(check: (start: number) => Promise<void>): Promise<void> {
  const starts = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  return fc.assert(fc.asyncProperty(starts, check), { numRuns: 1, endOnFailure: true });
}

/** The calls that fail: all in the full form, a few at even distances in the short form. */
function chosenOf(calls: number, start: number, shortMax = 8): number[] {
  expect(calls).toBeLessThan(CALLS_MAX);
  const wanted = isInFull() ? calls : Math.min(calls, shortMax);
  const distance = calls / wanted;
  return Array.from({ length: wanted }, (_, index) => Math.floor((start + index) * distance) + 1);
}

type Method = (this: { readonly source?: string }, ...given: unknown[]) => unknown;
const STATEMENT_METHODS = ["run", "get", "all", "iterate"] as const;

let calls = 0;
let failsAt = 0;
let failure: Code | null = null;

/** Counts the database calls of some work. */
async function countCalls(work: () => Promise<unknown>): Promise<number> {
  calls = 0;
  failure = null;
  await work();
  return calls;
}

/** Does some work whose n-th database call fails. */
async function failing(nth: number, code: Code, work: () => Promise<unknown>): Promise<{ isKept: boolean }> {
  calls = 0;
  failsAt = nth;
  failure = code;
  try {
    await work();
    return { isKept: true };
  } catch (cause) {
    expect(codeOf(cause)).toBe(code);
    return { isKept: false };
  } finally {
    heal();
  }
}

function heal(): void {
  failure = null;
}

function codeOf(cause: unknown): string | undefined {
  if (cause instanceof BetterSqlite3.SqliteError) return cause.code;
  return cause instanceof Error && cause.cause !== undefined ? codeOf(cause.cause) : String(cause);
}

/** Counts a call, and throws if it is to fail. Rolling back always works: SQLite does it by itself when a disk fails. */
function pass(source: string): void {
  if (/^\s*rollback/i.test(source)) return;
  calls += 1;
  if (failure !== null && calls === failsAt) throw new BetterSqlite3.SqliteError("made to fail", failure);
}

function countThrough(prototype: object, name: string): void {
  // Safe: these are the driver's own methods, called unchanged.
  const methods = prototype as Record<string, Method>;
  const original = methods[name];
  if (!original) throw new Error(`The driver has no ${name}`);
  methods[name] = function (...given) {
    pass(this.source ?? String(given[0]));
    return original.apply(this, given);
  };
}

const probe = new BetterSqlite3(":memory:");
const statements: object = Object.getPrototypeOf(probe.prepare("select 1"));
for (const name of STATEMENT_METHODS) countThrough(statements, name);
countThrough(BetterSqlite3.prototype, "exec");
probe.close();
