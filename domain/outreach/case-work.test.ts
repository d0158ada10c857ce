import { expect, test } from "vitest";
import { OPEN_SPAN } from "@/testing/open-span";
import type { CaseAct } from "./case-act";
import { belongingTo, isUndoable, UNTIL_OPENED, worksOf } from "./case-work";
import { ANOTHER_CONNECTION, type LinkProgress } from "./reconnect-step";

type Step = readonly [at: number, progress: LinkProgress, detail?: string];
const stepsOf = (...all: Step[]) =>
  all.map(([at, progress, detail = ""], index) => ({ id: index + 1, at, progress, detail, connectionId: null }));

const snoozedUntilOpened: CaseAct = {
  ...{ id: 1, batch: 1, at: 10, personId: 1, personName: "ana", undoneAt: null, undoneBy: null },
  content: { kind: "snoozed", until: null, note: "" },
};

test("how an attempt ended stays known until another one starts", () => {
  const linkOf = (steps: ReturnType<typeof stepsOf>) => worksOf([OPEN_SPAN], [], steps)[0]?.link;
  const gaveUp = stepsOf([1, "opened"], [2, "started"], [3, "gave_up", "2fa"], [4, "opened"], [5, "handed_out"]);
  expect(linkOf(gaveUp)).toEqual({ progress: "gave_up", at: 3, detail: "2fa" });
  expect(linkOf(stepsOf([1, "finished", ANOTHER_CONNECTION], [2, "opened"]))?.detail).toBe(ANOTHER_CONNECTION);
  expect(linkOf([...gaveUp, ...stepsOf([6, "started"])])).toMatchObject({ progress: "started", at: 6 });
  expect(linkOf(stepsOf([1, "started"], [2, "failed", "x"], [3, "gave_up", "login"]))?.progress).toBe("gave_up");
});

test("anything the user does with a link ends a snooze until then; handing a link out does not", () => {
  const until = (...steps: Step[]) => worksOf([OPEN_SPAN], [snoozedUntilOpened], stepsOf(...steps))[0]?.snoozedUntil;
  expect(until([5, "opened"], [20, "handed_out"])).toBe(UNTIL_OPENED);
  for (const progress of ["opened", "started", "gave_up", "failed", "finished"] as const) {
    expect(until([5, "opened"], [30, progress])).toBe(30);
  }
});

test("acts stay with their case when the next one opens", () => {
  const done = [5, 10, 19, 20, 30].map((at) => ({ at }));
  expect(belongingTo(done, { openedAt: 10 }, { openedAt: 20 })).toEqual([{ at: 10 }, { at: 19 }]);
  expect(belongingTo(done, { openedAt: 20 }, undefined)).toEqual([{ at: 20 }, { at: 30 }]);
});

test("an act can be undone until its case ends; an act after the end, until the next case opens", () => {
  const act = (at: number, undoneAt: number | null = null) => ({ at, undoneAt });
  expect(isUndoable(act(12), { openedAt: 10, closedAt: null })).toBe(true);
  expect(isUndoable(act(12, 13), { openedAt: 10, closedAt: null })).toBe(false);
  expect(isUndoable(act(9), { openedAt: 10, closedAt: null })).toBe(false);
  expect(isUndoable(act(12), { openedAt: 10, closedAt: 20 })).toBe(false);
  expect(isUndoable(act(21), { openedAt: 10, closedAt: 20 })).toBe(true);
});

test("only an act after the case closed as another account accepts that account", () => {
  const accepted: CaseAct = { ...snoozedUntilOpened, content: { kind: "accepted" } };
  const isAccepted = (closedAt: number | null) =>
    worksOf([{ ...OPEN_SPAN, closedAt, end: closedAt === null ? null : "reconnected" }], [accepted], [])[0]?.isAccepted;
  expect([isAccepted(5), isAccepted(10), isAccepted(15)]).toEqual([true, true, false]);
});
