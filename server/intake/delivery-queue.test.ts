import { expect, test } from "vitest";
import { deliveryQueue, WAITING_MAX } from "./delivery-queue";

test("only as many deliveries wait as can be answered in time; the rest are refused at once, and places are given back", async () => {
  const { store } = deliveryQueue(0);
  const ends: (() => void)[] = [];
  const hold = () => new Promise<string>((resolve) => ends.push(() => resolve("stored")));
  const held = Array.from({ length: WAITING_MAX }, () => store(hold));
  expect(await store(hold)).toBeNull();
  for (const end of ends) end();
  expect(await Promise.all(held)).not.toContain(null);
  expect(await store(async () => "stored")).toBe("stored");
});

test("a failed delivery gives its place back", async () => {
  const { store } = deliveryQueue(0);
  const failing = () => store(() => Promise.reject(new Error("broken")));
  for (let count = 0; count <= WAITING_MAX; count++) await expect(failing()).rejects.toThrow("broken");
  expect(await store(async () => "stored")).toBe("stored");
});

test("a delivery that arrives alone starts at once; those that arrive soon after it start together", async () => {
  const { store } = deliveryQueue(40);
  const turns: number[] = [];
  let turn = 0;
  const begin = async () => {
    turns.push(turn);
    setImmediate(() => {
      turn += 1;
    });
  };
  await store(begin);
  expect(turns).toEqual([0]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const soon = [store(begin), store(begin)];
  await new Promise((resolve) => setTimeout(resolve, 5));
  await Promise.all([...soon, store(begin)]);
  const [, ...together] = turns;
  expect(together).toHaveLength(3);
  expect(new Set(together).size).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 60));
  const askedAt = performance.now();
  await store(begin);
  expect(performance.now() - askedAt).toBeLessThan(30);
});
