import fc from "fast-check";
import { expect, test } from "vitest";
import { FairQueue, type QueueClient } from "./fair-queue";

const from = (key: string): QueueClient => ({ key, isKnown: false });
const known = (key: string): QueueClient => ({ key, isKnown: true });

/** A queue whose tasks end when the test says so. */
function pausedQueue() {
  const queue = new FairQueue({ waitingMax: 4, waitingPerKeyMax: 2 });
  const started: string[] = [];
  const refused: string[] = [];
  let end = () => {};
  const add = (place: QueueClient, name: string) => {
    const work = () => {
      started.push(name);
      return new Promise<string>((resolve) => {
        end = () => resolve(name);
      });
    };
    return queue.run(place, work).then((outcome) => {
      if (outcome === null) refused.push(name);
      return outcome;
    });
  };
  const endAll = async (all: readonly Promise<unknown>[]) => {
    let areAllOver = false;
    const over = Promise.all(all).then(() => {
      areAllOver = true;
    });
    while (!areAllOver) {
      end();
      await Promise.resolve();
    }
    await over;
  };
  return { add, started, refused, endAll };
}

test("tasks run one at a time, in order", async () => {
  const { add, started, endAll } = pausedQueue();
  const all = ["a", "b", "c"].map((name) => add(from(name), name));
  await Promise.resolve();
  expect(started).toEqual(["a"]);
  await endAll(all);
  expect(started).toEqual(["a", "b", "c"]);
});

test("a failing task doesn't affect the others", async () => {
  const queue = new FairQueue({ waitingMax: 4, waitingPerKeyMax: 2 });
  const failed = queue.run(from("a"), () => Promise.reject(new Error("no memory")));
  const next = queue.run(from("b"), async () => "done");
  await expect(failed).rejects.toThrow("no memory");
  expect(await next).toBe("done");
});

test("a task is refused at once when the queue is full", async () => {
  const { add, started, refused, endAll } = pausedQueue();
  const all = Array.from({ length: 32 }, (_, index) => add(from(`address ${index}`), String(index)));
  await Promise.all(all.slice(5));
  expect(refused).toHaveLength(27);
  await endAll(all);
  expect(started).toHaveLength(5);
});

test("one client can't fill the queue, and its later tasks wait behind everyone else's first", async () => {
  const { add, started, refused, endAll } = pausedQueue();
  const flood = Array.from({ length: 10 }, (_, index) => add(from("flood"), `flood ${index}`));
  const others = [add(from("ana"), "ana"), add(from("bo"), "bo")];
  await endAll([...flood, ...others]);
  expect(started).toEqual(["flood 0", "flood 1", "ana", "bo", "flood 2"]);
  expect(refused).toHaveLength(7);
});

test("a new client takes the last turn of a client with several, and never an only turn", async () => {
  const { add, started, refused, endAll } = pausedQueue();
  const first = ["x", "x", "x", "y", "y"].map((key, index) => add(from(key), `${key}${index}`));
  const ana = add(from("ana"), "ana");
  const bo = add(from("bo"), "bo");
  const cy = add(from("cy"), "cy");
  await endAll([...first, ana, bo, cy]);
  expect(started).toEqual(["x0", "x1", "y3", "ana", "bo"]);
  expect(refused.sort()).toEqual(["cy", "x2", "y4"]);
});

test("unknown clients never delay or displace known ones", async () => {
  const { add, started, refused, endAll } = pausedQueue();
  const strangers = Array.from({ length: 20 }, (_, index) => add(from(`address ${index}`), `stranger ${index}`));
  const ana = add(known("ana's browser"), "ana");
  await endAll([...strangers, ana]);
  expect(started.slice(0, 2)).toEqual(["stranger 0", "ana"]);
  expect(refused).not.toContain("ana");
});

test("a client's only turn, once admitted, is always served", async () => {
  const arrivals = fc.array(fc.record({ key: fc.constantFrom("a", "b", "c", "d", "e", "f"), isKnown: fc.boolean() }));
  await fc.assert(
    fc.asyncProperty(arrivals, async (places) => {
      const { add, started, refused, endAll } = pausedQueue();
      const all = places.map((place, index) => add(place, `${index}`));
      await endAll(all);
      expect([...started, ...refused].map(Number).sort((a, b) => a - b)).toEqual(places.map((_, index) => index));
      const served = new Set(started.map((name) => places[Number(name)]?.key));
      // One runs, and each lane has room for four places.
      for (const isKnown of [true, false]) {
        const keys = [...new Set(places.filter((one) => one.isKnown === isKnown).map(({ key }) => key))];
        for (const key of keys.slice(0, 4)) expect(served).toContain(key);
      }
    }),
  );
});
