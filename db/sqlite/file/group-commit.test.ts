import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { freshFolder, withFolder } from "@/testing/fresh-store";
import { runs } from "@/testing/runs";
import { groupCommit } from "./group-commit";
import { openSqlite } from "./open";

function freshCommit(afterwards?: () => void) {
  const file = path.join(freshFolder(), "relink.db");
  const db = openSqlite(file);
  onTestFinished(() => {
    db.$client.close();
  });
  const begin = vi.spyOn(db.$client, "transaction");
  const commit = groupCommit(db, afterwards);
  const add = (id: string) =>
    commit(() => db.$client.prepare("insert into connection_ids (id) values (?)").run(id).changes);
  const ids = () => db.$client.prepare("select id from connection_ids order by id").pluck().all();
  return { commit, add, ids, file, transactions: () => begin.mock.calls.length };
}

/** Takes the write lock as another process would. Returns a function to release it. */
function holdLock(file: string): () => void {
  const other = new BetterSqlite3(file);
  other.exec("begin immediate");
  onTestFinished(() => {
    other.close();
  });
  return () => other.exec("commit");
}

/** Stops the clock that times commits, so that a slow machine doesn't make one slow. */
function fakeTime(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

/** Runs everything that needs no time. */
async function turnsOfTheLoop(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test("what arrives in one turn shares one commit, and nothing is visible before it", async () => {
  const { add, ids, transactions } = freshCommit();
  const all = Promise.all([add("a"), add("b"), add("c")]);
  expect(ids()).toEqual([]);
  expect(await all).toEqual([1, 1, 1]);
  expect(ids()).toEqual(["a", "b", "c"]);
  expect(transactions()).toBe(1);
});

test("after a slow commit the event loop catches up: everything that arrives in its next turns shares one commit", async () => {
  const { commit, add, ids, transactions } = freshCommit();
  fakeTime();
  await commit(() => void vi.advanceTimersByTime(80));
  const added: Promise<unknown>[] = [];
  for (const id of ["a", "b", "c"]) {
    added.push(add(id));
    await turnsOfTheLoop();
    vi.advanceTimersByTime(20);
  }
  expect(ids()).toEqual([]);
  vi.advanceTimersByTime(40);
  await Promise.all(added);
  expect(ids()).toEqual(["a", "b", "c"]);
  expect(transactions()).toBe(2);
  void add("d");
  await turnsOfTheLoop();
  expect(ids()).toContain("d");
});

test("a full group does not wait for the event loop to catch up", async () => {
  const { commit, add, ids } = freshCommit();
  fakeTime();
  await commit(() => void vi.advanceTimersByTime(450));
  for (let index = 0; index < 127; index++) void add(`id_${index}`);
  vi.advanceTimersByTime(100);
  expect(ids()).toEqual([]);
  void add("id_127");
  vi.advanceTimersByTime(100);
  expect(ids()).toHaveLength(128);
});

test("work that exceeds one group is committed in several", async () => {
  const { add, ids, transactions } = freshCommit();
  await Promise.all(Array.from({ length: 300 }, (_, index) => add(`id_${index}`)));
  expect(ids()).toHaveLength(300);
  expect(transactions()).toBe(3);
});

test("a failing member is rejected alone, and its own writes are undone", async () => {
  const { commit, add, ids } = freshCommit();
  const failing = commit(() => {
    throw new Error("bad member");
  });
  const outcomes = await Promise.allSettled([add("a"), failing, add("a"), add("b")]);
  expect(outcomes.map((one) => one.status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
  expect(ids()).toEqual(["a", "b"]);
});

test("a failed group does not prevent the next one", async () => {
  const { commit, add, ids } = freshCommit();
  await expect(
    commit(() => {
      throw new Error("bad member");
    }),
  ).rejects.toThrow("bad member");
  await add("a");
  expect(ids()).toEqual(["a"]);
});

test("a fault in `afterwards` reaches neither the waiting callers nor the next ones", async () => {
  const { add, ids } = freshCommit(() => {
    throw new Error("afterwards");
  });
  await add("a");
  await add("b");
  expect(ids()).toEqual(["a", "b"]);
});

test("a commit that waits for another process gives up in time, even if the clock jumps back", async () => {
  const { add, file } = freshCommit();
  holdLock(file);
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const held = add("a");
  vi.setSystemTime(Date.now() - 3_600_000);
  const refused = held.catch((cause: Error) => cause.message);
  expect(await Promise.race([refused, pause(5_000, "still waiting")])).toContain("locked");
});

test("a commit that waits for another process does not give up because the clock jumps ahead", async () => {
  const { add, ids, file } = freshCommit();
  const release = holdLock(file);
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const held = add("a");
  vi.setSystemTime(Date.now() + 3_600_000);
  await pause(150);
  release();
  await held;
  expect(ids()).toEqual(["a"]);
});

const HAPPENINGS = ["store", "store", "store", "fail", "clash", "lock", "lock", "unlock", "slow", "close"] as const;

test("however work, locks and the close coincide, each work settles once, and resolves exactly if it is stored once", async () => {
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    clock += 20;
    return clock;
  });
  const turns = vi.spyOn(globalThis, "setImmediate");
  const timers = vi.spyOn(globalThis, "setTimeout");
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.constantFrom(...HAPPENINGS), { maxLength: 24 }), (scheduler, names) =>
      withFolder(async (folder) => {
        // Before each turn of the loop and each timer, something else may happen.
        const later = (work: () => void) => {
          void scheduler.schedule(Promise.resolve(), "flush").then(work);
          return undefined as never;
        };
        turns.mockImplementation(later);
        timers.mockImplementation(later);
        const file = path.join(folder, "relink.db");
        const db = openSqlite(file);
        db.$client.exec("create table kept (work integer); create table once (work integer unique)");
        const other = new BetterSqlite3(file, { timeout: 0 });
        const commit = groupCommit(db);
        const answers = new Map<number, string[]>();
        const answer = (work: number, word: string) => answers.set(work, [...(answers.get(work) ?? []), word]);
        const write = db.$client.prepare("insert into kept (work) values (?)");
        const clash = db.$client.prepare("insert into once (work) values (1)");
        const happen = (name: (typeof HAPPENINGS)[number], work: number) => {
          if (name === "lock" && !other.inTransaction) other.exec("begin immediate");
          else if (name === "unlock" && other.inTransaction) other.exec("commit");
          else if (name === "slow") clock += 400;
          else if (name === "close") db.$client.close();
          else if (name === "store" || name === "fail" || name === "clash") {
            commit(() => {
              write.run(work);
              if (name === "clash") clash.run();
              if (name === "fail") throw new Error("bad work");
            }).then(
              () => answer(work, "kept"),
              () => answer(work, "refused"),
            );
          }
        };
        names.forEach((name, work) => {
          void scheduler.schedule(Promise.resolve(), name).then(() => happen(name, work));
        });
        await scheduler.waitIdle();
        if (other.inTransaction) other.exec("commit");
        const kept = other.prepare<[], number>("select work from kept order by work").pluck().all();
        const acknowledged = [...answers].filter(([, [word]]) => word === "kept").map(([work]) => work);
        const asked = names.flatMap((name, work) => (["store", "fail", "clash"].includes(name) ? [work] : []));
        other.close();
        db.$client.close();
        expect([...answers.keys()].sort((a, b) => a - b)).toEqual(asked);
        expect([...answers.values()].every((words) => words.length === 1)).toBe(true);
        expect(acknowledged.sort((a, b) => a - b)).toEqual(kept);
      }),
    ),
    { numRuns: runs(120) },
  );
});
