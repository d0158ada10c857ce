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

test("while somebody does, it waits for a while, and all that has come by then is done together and in order", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  const inTurn = giveWay(() => true);
  const begun: number[] = [];
  const work = async (one: number) => {
    begun.push(one);
    await turnOfTheLoop();
    return one;
  };
  const ask = (from: number) => Array.from({ length: 20 }, (_, index) => inTurn(() => work(from + index)));
  const early = ask(0);
  await vi.advanceTimersByTimeAsync(90);
  const late = ask(20);
  expect(begun).toEqual([]);
  await vi.advanceTimersByTimeAsync(15);
  const inOrder = Array.from({ length: 40 }, (_, one) => one);
  expect(begun).toEqual(inOrder);
  expect(await Promise.all([...early, ...late])).toEqual(inOrder);
});

test("what comes afterwards waits for as long again", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  const inTurn = giveWay(() => true);
  let begun = 0;
  const begin = () => inTurn(async () => void begun++);
  void begin();
  await vi.advanceTimersByTimeAsync(105);
  void begin();
  await vi.advanceTimersByTimeAsync(80);
  expect(begun).toBe(1);
  await vi.advanceTimersByTimeAsync(30);
  expect(begun).toBe(2);
});

test("what fails, fails alone", async () => {
  const inTurn = giveWay(() => true);
  const results = await Promise.allSettled([
    inTurn(() => Promise.reject(new Error("broken"))),
    inTurn(async () => "done"),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
});

test("when nobody needs the processor any more, what waits is done soon", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  let isNeeded = true;
  const inTurn = giveWay(() => isNeeded);
  let begun = 0;
  for (let one = 0; one < 100; one++) void inTurn(async () => void begun++);
  await vi.advanceTimersByTimeAsync(20);
  expect(begun).toBe(0);
  isNeeded = false;
  await vi.advanceTimersByTimeAsync(5);
  expect(begun).toBe(100);
});

test("of a long queue so many as share a commit wait no longer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  const inTurn = giveWay(() => true);
  let begun = 0;
  const all = Promise.all(Array.from({ length: 600 }, () => inTurn(async () => void begun++)));
  // As far as the first of them had begun to wait alone.
  await vi.advanceTimersByTimeAsync(5);
  expect(begun).toBe(4 * 128);
  await vi.advanceTimersByTimeAsync(105);
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
  await vi.advanceTimersByTimeAsync(300);
  expect(begun).toBe(400);
});
