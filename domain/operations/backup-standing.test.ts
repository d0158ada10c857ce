import { expect, test } from "vitest";
import { backupName, parseBackupName } from "./backup";
import { standingOf } from "./backup-standing";

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;
const failure = (hoursAgo: number) => ({ at: NOW - hoursAgo * HOUR, sentence: "No room." });

test("without an interval no backup is due, but a failure is still reported", () => {
  expect(standingOf({ newestAt: null, failure: null }, null, NOW)).toMatchObject({ kind: "off", isDue: false });
  expect(standingOf({ newestAt: null, failure: failure(1) }, null, NOW)).toMatchObject({
    kind: "failed",
    isDue: false,
  });
});

test("the first is due at once, the next after the interval, however the clock was set", () => {
  const at = (hoursAgo: number) => standingOf({ newestAt: NOW - hoursAgo * HOUR, failure: null }, 24, NOW);
  expect(standingOf({ newestAt: null, failure: null }, 24, NOW)).toMatchObject({ kind: "none", isDue: true });
  expect(at(23)).toMatchObject({ kind: "fine", isDue: false });
  expect(at(24)).toMatchObject({ kind: "fine", isDue: true });
  expect(at(27)).toMatchObject({ kind: "late", isDue: true });
  expect(at(-1)).toMatchObject({ isDue: false });
  expect(at(-25)).toMatchObject({ isDue: true });
});

test("a failed backup is retried after an hour, and reported until one succeeds", () => {
  const failed = (hoursAgo: number) => standingOf({ newestAt: NOW - 30 * HOUR, failure: failure(hoursAgo) }, 24, NOW);
  expect(failed(0.5)).toMatchObject({ kind: "failed", isDue: false });
  expect(failed(1)).toMatchObject({ kind: "failed", isDue: true });
});

test("a name holds time and version, and names sort by time", () => {
  const at = Date.UTC(2026, 0, 31, 4, 5, 6);
  expect(backupName(at, "0.1.0")).toBe("relink-2026-01-31T04-05-06Z-v0.1.0.db.gz");
  expect(parseBackupName(backupName(at, "0.1.0"))).toEqual({ madeAt: at, version: "0.1.0" });
  for (const other of [
    "relink.db",
    "relink-2026-01-31T04-05-06Z-v0.1.0.db.gz.partial",
    "relink-2026-99-31T04-05-06Z-v1.db.gz",
  ]) {
    expect(parseBackupName(other)).toBeNull();
  }
});
