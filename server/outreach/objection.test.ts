import { expect, test } from "vitest";
import type { CurrentCase } from "@/db/outreach-store";
import { NO_WORK } from "@/domain/outreach/case-work";
import { OPEN_SPAN } from "@/testing/open-span";
import { objectionTo } from "./objection";

const HOUR = 3_600_000;
const OPEN: CurrentCase = {
  ...NO_WORK,
  ...OPEN_SPAN,
  connectionId: "conn_1",
  others: [],
  block: null,
  snooze: null,
  lastContactWithUser: null,
  isHeld: false,
};
const AS_OF = { coolDownMs: 24 * HOUR, now: 100 * HOUR, nameOf: (noted: string) => `the one of ${noted}` };
const contactAt = (at: number) => ({ lastContactWithUser: { at, personId: 1, personName: "ana" } });
const BLOCK = { reason: "Asked us to stop.", at: 0, personName: "ana" };

test("there is no objection to writing to someone who was never contacted, or not recently", () => {
  expect(objectionTo(OPEN, AS_OF)).toBeNull();
  expect(objectionTo({ ...OPEN, ...contactAt(76 * HOUR) }, AS_OF)).toBeNull();
});

test("an objection names who and when, and what forbids contact comes first", () => {
  const recent = { ...OPEN, ...contactAt(77 * HOUR) };
  expect(objectionTo({ ...OPEN, isHeld: true }, AS_OF)).toEqual({ kind: "held" });
  expect(objectionTo(recent, AS_OF)).toEqual({ kind: "cooling", by: "the one of ana", at: 77 * HOUR });
  expect(objectionTo({ ...recent, block: BLOCK }, AS_OF)).toEqual({
    ...{ kind: "blocked", reason: "Asked us to stop.", by: "the one of ana" },
  });
  expect(objectionTo({ ...recent, block: BLOCK, end: "reconnected" }, AS_OF)).toEqual({
    ...{ kind: "closed", state: "reconnected" },
  });
  expect(objectionTo({ ...OPEN, dismissedAt: HOUR }, AS_OF)).toEqual({ kind: "closed", state: "dismissed" });
});
