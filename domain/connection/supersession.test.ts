import fc from "fast-check";
import { expect, test } from "vitest";
import { occurredAtOf } from "@/domain/intake/event";
import { effectOf } from "@/domain/lists/timeline";
import { spansOf } from "@/domain/outreach/case-span";
import { histories, quietHistories, type UnsignedDelivery } from "@/testing/arbitraries";
import { runs } from "@/testing/runs";
import { docsBody, type EventKind, incoming, type Said, sdkBody } from "@/testing/worlds/deliveries";
import type { Connection, ConnectionEvent } from "./connection";
import { comparePositions, foldHistory, inOrder, positionOf, step } from "./projection";
import type { StatusChange } from "./status-change";
import { supersession } from "./supersession";

let arrivals = 0;

function eventOf({ body, sentAt, receivedAt }: Omit<UnsignedDelivery, "messageId">): ConnectionEvent {
  const event = incoming(body, { sentAt });
  if (event.reading.kind !== "connection") throw new Error("not a connection event");
  // The arbitrary's two connections make one, longer, history here.
  const said = { ...event.reading, connectionId: "conn_a" };
  return { id: ++arrivals, occurredAt: occurredAtOf(event, receivedAt), receivedAt, deliveries: 1, said };
}

function event(kind: EventKind, second: number, said: Said = {}): ConnectionEvent {
  const at = second * 1000;
  return eventOf({ body: docsBody(kind, { user: null, ...said, occurredAt: at }), sentAt: 0, receivedAt: at });
}

/** The events of a history that were superseded before an instant. */
function supersededBefore(history: readonly ConnectionEvent[], cutoff: number): ConnectionEvent[] {
  const add = supersession();
  return inOrder(history)
    .flatMap((one) => add(one))
    .filter(({ at }) => at < cutoff)
    .map((one) => one.event);
}

function without(history: readonly ConnectionEvent[], gone: readonly ConnectionEvent[]): ConnectionEvent[] {
  return history.filter((one) => !gone.includes(one));
}

/** Everything derived from a history, except its number of events. */
function outcomeOf(history: readonly ConnectionEvent[]) {
  const turns: StatusChange[] = [];
  let state: Connection | null = null;
  for (const one of inOrder(history)) {
    state = step(state, one);
    if (state.setBy.status !== one.id) continue;
    turns.push({ status: state.status, from: state.statusSince, eventId: one.id, accountId: state.account.id });
  }
  return { state: state && { ...state, events: 0 }, turns, spans: spansOf(turns, () => null) };
}

const cutoffs = fc.integer({ min: -1, max: 42 }).map((second) => second * 1000);
const anyHistory = fc.oneof(histories, quietHistories, quietHistories);
const cases = fc.record({ history: anyHistory.map((all) => all.map(eventOf)), cutoff: cutoffs });
const RUNS = { numRuns: runs(1_000) };

test("removing superseded events leaves the state, its changes of status and its cases unchanged", () => {
  let gone = 0;
  fc.assert(
    fc.property(cases, ({ history, cutoff }) => {
      const superseded = supersededBefore(history, cutoff);
      gone += superseded.length;
      expect(outcomeOf(without(history, superseded))).toEqual(outcomeOf(history));
    }),
    RUNS,
  );
  expect(gone).toBeGreaterThan(RUNS.numRuns / 2);
});

test("they are unchanged if only some were removed, or if a removed event comes again", () => {
  fc.assert(
    fc.property(cases, fc.infiniteStream(fc.boolean()), ({ history, cutoff }, chances) => {
      const some = supersededBefore(history, cutoff).filter(() => chances.next().value === true);
      expect(outcomeOf(without(history, some))).toEqual(outcomeOf(history));
    }),
    RUNS,
  );
});

test("they are unchanged whatever arrives later, if it occurred after the cut-off", () => {
  fc.assert(
    fc.property(cases, anyHistory, ({ history, cutoff }, more) => {
      const gone = supersededBefore(history, cutoff);
      const late = more.map(eventOf).filter((one) => one.occurredAt >= cutoff);
      expect(outcomeOf([...without(history, gone), ...late])).toEqual(outcomeOf([...history, ...late]));
    }),
    RUNS,
  );
});

test("each step from the cut-off on has the same effect as before", () => {
  const effectsFrom = (history: readonly ConnectionEvent[], cutoff: number) => {
    let state: Connection | null = null;
    return inOrder(history).flatMap((one) => {
      const effect = effectOf(state, one);
      state = step(state, one);
      return one.occurredAt < cutoff ? [] : [{ id: one.id, effect }];
    });
  };
  fc.assert(
    fc.property(cases, ({ history, cutoff }) => {
      const gone = supersededBefore(history, cutoff);
      expect(effectsFrom(without(history, gone), cutoff)).toEqual(effectsFrom(history, cutoff));
    }),
    RUNS,
  );
});

test("an event from before the cut-off that arrives later leads to the same status, user, permissions and environment", () => {
  fc.assert(
    fc.property(cases, anyHistory, ({ history, cutoff }, [told]) => {
      const late = told && eventOf(told);
      // A disconnection freezes what was known at the time, which may have been removed.
      if (!late || late.said.change === "disconnected") return;
      const current = (events: readonly ConnectionEvent[]) => {
        const state = foldHistory(events);
        return state && [state.status, state.user, state.permissions, state.environment, state.isDisconnected];
      };
      const gone = supersededBefore(history, cutoff);
      expect(current([...without(history, gone), late])).toEqual(current([...history, late]));
    }),
    RUNS,
  );
});

test("removing twice removes nothing more, and removing in steps equals one later removal", () => {
  fc.assert(
    fc.property(cases, cutoffs, ({ history, cutoff }, other) => {
      const once = without(history, supersededBefore(history, cutoff));
      expect(supersededBefore(once, cutoff)).toEqual([]);
      const later = Math.max(cutoff, other);
      expect(without(once, supersededBefore(once, later))).toEqual(without(history, supersededBefore(history, later)));
    }),
    RUNS,
  );
});

test("a superseded event is never newer than the one that superseded it", () => {
  fc.assert(
    fc.property(cases, ({ history }) => {
      const add = supersession();
      for (const one of inOrder(history)) {
        for (const gone of add(one)) {
          expect(comparePositions(positionOf(gone.event), positionOf(one))).toBeLessThan(0);
          expect(gone.at).toBe(one.occurredAt);
        }
      }
    }),
  );
});

test("a year of repeated updates leaves the first and the last", () => {
  const said = { permissions: ["a"], account: { id: "1", name: "Jane" }, user: "user_1", status: "active" };
  const history = [
    event("created", 0, said),
    ...Array.from({ length: 365 }, (_, day) => event("updated", day + 1, said)),
  ];
  const kept = without(history, supersededBefore(history, Number.POSITIVE_INFINITY));
  expect(kept).toEqual([history[0], history.at(-1)]);
});

test("expiries, recoveries and anomalies stay, and events in between are removed", () => {
  const history = [
    event("created", 0, { permissions: ["a", "b"], user: "user_1" }),
    event("updated", 1, { account: { name: "Jane" } }),
    event("updated", 2, { account: { name: "Joan" } }),
    event("updated", 3, { account: { name: "Joanna" } }),
    event("expired", 4),
    event("expired", 5),
    event("updated", 6, { permissions: ["a"] }),
    event("updated", 7, { status: "expired" }),
    event("updated", 8),
    event("updated", 9),
  ];
  const gone = supersededBefore(history, Number.POSITIVE_INFINITY);
  // Joan stays: she is the name before the current one.
  expect(gone.map((one) => history.indexOf(one))).toEqual([1, 5]);
});

test("the second-to-last event to report a value stays while the last one is the one that set it", () => {
  const names = ["Jane", "Zoe", "Jane"];
  const history = names.map((user, second) => event(second === 0 ? "created" : "updated", second, { user }));
  expect(supersededBefore(history, Number.POSITIVE_INFINITY)).toEqual([]);
  expect(foldHistory(history)?.setBy.user).toBe(history[2]?.id);
  const again = event("updated", 3, { user: "Jane" });
  expect(supersededBefore([...history, again], Number.POSITIVE_INFINITY)).toEqual([]);
  const another = event("updated", 4, { user: "Ida" });
  expect(supersededBefore([...history, again, another], Number.POSITIVE_INFINITY)).toEqual([history[2], history[1]]);
});

test("an event without content is removed when the next one arrives", () => {
  const silent = (second: number) => event("updated", second, { status: "" });
  const history = [event("created", 0, { user: "user_1" }), silent(1), silent(2), silent(3)];
  expect(supersededBefore(history, Number.POSITIVE_INFINITY)).toEqual([history[1], history[2]]);
});

test("the last event that reported the status stays, so that an old, late expiry does not override it", () => {
  const history = [
    event("created", 0),
    event("updated", 5),
    event("updated", 6),
    event("updated", 7, { status: "" }),
    event("updated", 8, { status: "" }),
  ];
  const gone = supersededBefore(history, Number.POSITIVE_INFINITY);
  expect(gone).toEqual([history[1], history[3]]);
  expect(foldHistory([...without(history, gone), event("expired", 1)])?.status).toBe("active");
});

test("events after a disconnection report nothing, so those before it stay", () => {
  const of = (kind: EventKind, second: number, live: boolean) =>
    eventOf({ body: sdkBody(kind, { live }), sentAt: second * 1000, receivedAt: second * 1000 });
  const history = [of("created", 0, false), of("updated", 1, true), event("disconnected", 2), of("updated", 3, true)];
  expect(supersededBefore(history, Number.POSITIVE_INFINITY)).toEqual([]);
});
