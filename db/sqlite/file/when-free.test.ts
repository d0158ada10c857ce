import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";
import { freshFolder } from "@/testing/fresh-store";
import { inTransaction, openSqlite } from "./open";
import { whenFree } from "./when-free";

test("a slice waits for another writing process, and runs once", async () => {
  const file = path.join(freshFolder(), "relink.db");
  const db = openSqlite(file);
  const other = new BetterSqlite3(file);
  onTestFinished(() => {
    other.close();
    db.$client.close();
  });
  other.exec("begin immediate");
  let runs = 0;
  const slice = whenFree(() => inTransaction(db, () => void runs++));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(runs).toBe(0);
  other.exec("commit");
  await slice;
  expect(runs).toBe(1);
});

test("a fault of the slice itself is reported at once", async () => {
  await expect(
    whenFree(() => {
      throw new Error("The slice failed.");
    }),
  ).rejects.toThrow("The slice failed.");
});

test.each([
  { tookMs: 5, restMs: 5 },
  { tookMs: 300, restMs: 20 },
])("after $tookMs ms with the lock it rests $restMs, so that deliveries get their turn", async ({ tookMs, restMs }) => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => void vi.restoreAllMocks());
  const timers: number[] = [];
  const timer = setTimeout(() => timers.push(restMs), restMs - 1);
  await whenFree(() => {
    now += tookMs;
  });
  clearTimeout(timer);
  expect(timers).toEqual([restMs]);
});
