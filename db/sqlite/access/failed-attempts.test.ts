import path from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { openSqlite } from "@/db/sqlite/file/open";
import { attempts } from "@/db/sqlite/schema/access-schema";
import type { Bucket } from "@/domain/access/attempts";
import { freshFolder } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { attemptQueries } from "./failed-attempts";

const WINDOW = 1_000;
const FAILURES_MAX = 4;
const BUCKETS_MAX = 3;

const bucket = (name: string, kind = "pair"): Bucket => ({
  kind,
  key: `${kind}:${name}`,
  failuresMax: FAILURES_MAX,
  windowMs: WINDOW,
});

/** Failed attempts in a table with room for three of a kind. */
function smallTable() {
  const db = openSqlite(path.join(freshFolder(), "relink.db"));
  onTestFinished(() => {
    db.$client.close();
  });
  const queries = attemptQueries(db, async (work) => work(), BUCKETS_MAX);
  const tryAs = async (name: string, now = 1, kind = "pair") =>
    (await queries.begin([bucket(name, kind)], now)).isAllowed;
  const fail = async (name: string, times: number, kind = "pair") => {
    for (let time = 0; time < times; time++) expect(await tryAs(name, 1, kind)).toBe(true);
  };
  const empty = () => void db.delete(attempts).run();
  const rows = () => db.select().from(attempts).all();
  return { ...queries, tryAs, fail, empty, rows };
}

test("a flood of attempts under other names doesn't erase one name's failures", async () => {
  const { tryAs, fail } = smallTable();
  await fail("ana", FAILURES_MAX - 1);
  for (let index = 0; index < 20; index++) await tryAs(`made up ${index}`);
  const more = [await tryAs("ana"), await tryAs("ana")];
  expect(more[1]).toBe(false);
});

test("a flood of one kind loses nothing of another", async () => {
  const { tryAs, fail } = smallTable();
  await fail("ana", FAILURES_MAX, "code");
  for (let index = 0; index < 20; index++) await tryAs(`address ${index}`, 1, "ask");
  expect(await tryAs("ana", 1, "code")).toBe(false);
  expect(await tryAs("bo", 1, "code")).toBe(true);
});

test("guessing once between two floods gains nothing", async () => {
  const { tryAs } = smallTable();
  let guesses = 0;
  for (let round = 0; round < 50; round++) {
    if (await tryAs("ana")) guesses++;
    for (let index = 0; index < 2 * BUCKETS_MAX; index++) await tryAs(`made up ${round} ${index}`);
  }
  expect(guesses).toBeLessThanOrEqual(FAILURES_MAX);
});

test("if every stored name has failed too often, a new name is refused until one of them may try again", async () => {
  const { tryAs, fail, begin } = smallTable();
  for (const name of ["a", "b", "c"]) await fail(name, FAILURES_MAX);
  expect(await begin([bucket("ana")], 2)).toEqual({ isAllowed: false, retryAt: 1 + WINDOW });
  expect(await tryAs("ana", 2 + WINDOW)).toBe(true);
});

test("attempts that succeeded take no room", async () => {
  const { begin, forgive, rows } = smallTable();
  for (let index = 0; index < 20; index++) {
    await begin([bucket(`person ${index}`)], 1);
    await forgive([bucket(`person ${index}`)]);
  }
  expect(rows()).toEqual([]);
});

const NAMES = ["ana", "b", "c", "d", "e", "f"];
const step = fc.record({
  name: fc.constantFrom(...NAMES),
  kind: fc.constantFrom("pair", "from"),
  succeeds: fc.integer({ min: 0, max: 3 }).map((number) => number === 0),
  pause: fc.integer({ min: 0, max: WINDOW / 2 }),
});

test("whatever the order of attempts, nobody fails more often in a window than allowed", async () => {
  const { begin, forgive, empty, rows } = smallTable();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      empty();
      const failed = new Map<string, number>();
      for (const { name, kind, succeeds } of steps) {
        const one = bucket(name, kind);
        if (!(await begin([one], 1)).isAllowed) continue;
        if (succeeds) await forgive([one]);
        else failed.set(one.key, (failed.get(one.key) ?? 0) + 1);
      }
      expect(Math.max(0, ...failed.values())).toBeLessThanOrEqual(FAILURES_MAX);
      for (const kind of ["pair", "from"])
        expect(rows().filter((row) => row.kind === kind).length).toBeLessThanOrEqual(BUCKETS_MAX);
    }),
    { numRuns: runs(100) },
  );
});

test("however time passes, no span of a window's length allows more than two windows do", async () => {
  const { begin, empty } = smallTable();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      empty();
      const allowed = new Map<string, number[]>();
      let now = 1;
      for (const { name, kind, pause } of steps) {
        now += pause;
        const one = bucket(name, kind);
        if ((await begin([one], now)).isAllowed) allowed.set(one.key, [...(allowed.get(one.key) ?? []), now]);
      }
      for (const instants of allowed.values())
        for (const from of instants)
          expect(instants.filter((at) => at >= from && at < from + WINDOW).length).toBeLessThanOrEqual(
            2 * FAILURES_MAX,
          );
    }),
    { numRuns: runs(100) },
  );
});
