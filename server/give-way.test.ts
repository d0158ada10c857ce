import { afterEach, expect, test, vi } from "vitest";
import { giveWay } from "./give-way";

afterEach(() => {
  vi.useRealTimers();
});

const turnOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));

test("work begins at once while nobody else needs the processor", () => {
  const inTurn = giveWay(() => false);
  const begun: number[] = [];
  for (const one of [1, 2, 3]) void inTurn(async () => begun.push(one));
  expect(begun).toEqual([1, 2, 3]);
});

test("while somebody does, it goes on in order and in groups, with time for others between them", async () => {
  const inTurn = giveWay(() => true);
  let turns = 0;
  let isOver = false;
  const others = (async () => {
    while (!isOver) {
      await turnOfTheLoop();
      turns += 1;
    }
  })();
  const begun: { readonly one: number; readonly turn: number }[] = [];
  const work = async (one: number) => {
    begun.push({ one, turn: turns });
    await turnOfTheLoop();
    return one;
  };
  const all = Array.from({ length: 40 }, (_, one) => inTurn(() => work(one)));
  expect(await Promise.all(all)).toEqual(Array.from({ length: 40 }, (_, one) => one));
  isOver = true;
  await others;
  expect(begun.map(({ one }) => one)).toEqual(Array.from({ length: 40 }, (_, one) => one));
  const turnsOfBeginnings = [...new Set(begun.map(({ turn }) => turn))];
  expect(turnsOfBeginnings.map((turn) => begun.filter((one) => one.turn === turn).length)).toEqual([1, 8, 8, 8, 8, 7]);
});

test("what fails, fails alone", async () => {
  const inTurn = giveWay(() => true);
  const results = await Promise.allSettled([
    inTurn(() => Promise.reject(new Error("broken"))),
    inTurn(async () => "done"),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
});

test("when nobody needs the processor any more, what waits is done without a rest", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  let isNeeded = true;
  const inTurn = giveWay(() => isNeeded);
  const all = Promise.all(Array.from({ length: 100 }, () => inTurn(turnOfTheLoop)));
  isNeeded = false;
  await all;
});

test("a long queue does not rest", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const inTurn = giveWay(() => true);
  let begun = 0;
  const all = Promise.all(Array.from({ length: 600 }, () => inTurn(async () => void begun++)));
  while (begun < 100) await turnOfTheLoop();
  for (let turn = 0; turn < 10; turn++) await turnOfTheLoop();
  expect(begun).toBe(1 + 13 * 8);
  await vi.runAllTimersAsync();
  await all;
  expect(begun).toBe(600);
});

test("where the storage is slow, nobody waits for it in turn: each waits for it as long as if no page were drawn", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  const inTurn = giveWay(() => true);
  let begun = 0;
  for (let one = 0; one < 400; one++) {
    void inTurn(() => {
      begun += 1;
      return new Promise(() => {});
    });
  }
  await vi.advanceTimersByTimeAsync(3_000);
  expect(begun).toBe(400);
});
