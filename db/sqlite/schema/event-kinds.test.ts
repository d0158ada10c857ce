import { expect, test } from "vitest";
import { ACT_KINDS } from "@/db/sqlite/history/timeline-acts";
import { TIMELINE_KINDS_MAX } from "@/db/sqlite/history/timeline-queries";
import { CHANGE_RULES, CONNECTION_CHANGES } from "@/domain/intake/event";
import { EVENT_KINDS } from "./event-kinds";

test("each kind of event is stored under the number that it has always had", () => {
  expect(EVENT_KINDS).toMatchObject({
    created: 0,
    updated: 1,
    expired: 2,
    disconnected: 3,
    unrecognised: 4,
    rules: 5,
  });
});

test("SQL orders the changes of a connection as the fold does: by the stage of life", () => {
  const byStage = CONNECTION_CHANGES.toSorted((a, b) => CHANGE_RULES[a].stage - CHANGE_RULES[b].stage);
  const byNumber = CONNECTION_CHANGES.toSorted((a, b) => EVENT_KINDS[a] - EVENT_KINDS[b]);
  expect(byNumber).toEqual(byStage);
  expect(new Set(CONNECTION_CHANGES.map((change) => CHANGE_RULES[change].stage)).size).toBe(CONNECTION_CHANGES.length);
});

test("no two kinds on a timeline share a number, acts come after events, and a facet and a cursor have room for all", () => {
  const events = Object.values(EVENT_KINDS);
  const acts = Object.values(ACT_KINDS);
  expect(new Set([...events, ...acts]).size).toBe(events.length + acts.length);
  expect(Math.max(...events)).toBeLessThan(Math.min(...acts));
  expect(Math.max(...acts)).toBeLessThan(TIMELINE_KINDS_MAX);
  expect(Math.max(...events)).toBeLessThan(16);
});
