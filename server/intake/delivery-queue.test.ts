import { afterEach, expect, test, vi } from "vitest";
import { deliveryQueue, WAITING_MAX } from "./delivery-queue";

afterEach(() => {
  vi.useRealTimers();
});

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
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  const { store } = deliveryQueue(10);
  const startedAt: number[] = [];
  const start = async () => void startedAt.push(performance.now());
  await store(start);
  await vi.advanceTimersByTimeAsync(3);
  const first = store(start);
  await vi.advanceTimersByTimeAsync(3);
  const second = store(start);
  expect(startedAt).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(4);
  await Promise.all([first, second]);
  await vi.advanceTimersByTimeAsync(10);
  await store(start);
  const [zero = 0, ...later] = startedAt;
  expect(later.map((at) => at - zero)).toEqual([10, 10, 20]);
});
