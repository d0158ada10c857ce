import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { occurredAtOf } from "@/domain/intake/event";
import { effectOf } from "@/domain/lists/timeline";
import { histories } from "@/testing/arbitraries";
import { docsBody, type EventKind, incoming, type Said } from "@/testing/worlds/deliveries";
import { DOCUMENTED_EVENTS, readFixture } from "@/testing/worlds/fixtures";
import type { Connection, ConnectionEvent } from "./connection";
import { foldHistory, inOrder, isNewer, step } from "./projection";

let arrivals = 0;

/** Received when it occurred, unless a receipt is given. */
function eventOf(body: string | Uint8Array, sentAt = 0, receipt: number | null = null): ConnectionEvent {
  const event = incoming(body, { sentAt });
  if (event.reading.kind !== "connection") throw new Error("not a connection event");
  const receivedAt = receipt ?? event.reading.bodyTime ?? sentAt;
  const occurredAt = occurredAtOf(event, receivedAt);
  return { id: ++arrivals, occurredAt, receivedAt, deliveries: 1, said: event.reading };
}

function event(kind: EventKind, occurredAt: number, said: Said = {}, receivedAt = occurredAt): ConnectionEvent {
  return eventOf(docsBody(kind, { ...said, occurredAt }), 0, receivedAt);
}

function fold(...events: ConnectionEvent[]): Connection {
  const state = foldHistory(events);
  if (!state) throw new Error("an empty history");
  return state;
}

const HOUR = 3_600_000;

describe("the fold", () => {
  test("the four documented events yield one disconnected connection with its last known permissions and name", () => {
    const events = DOCUMENTED_EVENTS.map((name) => eventOf(readFixture(`docs-dialect/connection.${name}`)));
    expect(fold(...events.reverse())).toMatchObject({
      id: "conn_abc123",
      status: "disconnected",
      user: "user_456",
      account: { name: "Jane Doe", username: "janedoe" },
      permissions: ["profile:read", "posts:read", "messages:read"],
      expiries: 1,
      anomalies: 0,
    });
  });

  test("is the same for every order of one history", () => {
    const shuffled = histories.chain((history) =>
      fc.tuple(fc.constant(history), fc.shuffledSubarray(history, { minLength: history.length })),
    );
    fc.assert(
      fc.property(shuffled, ([history, order]) => {
        const events = new Map(history.map((one) => [one, eventOf(one.body, one.sentAt, one.receivedAt)]));
        const pick = (list: typeof history) => list.flatMap((one) => events.get(one) ?? []);
        const ofOne = (list: ConnectionEvent[]) => list.filter((one) => one.said.connectionId === "conn_a");
        expect(foldHistory(ofOne(pick(order)))).toEqual(foldHistory(ofOne(pick(history))));
      }),
    );
  });

  test.each([
    ["minutes", 6 * 60_000],
    ["hours", 5 * HOUR],
    ["a year", 400 * 24 * HOUR],
    ["millennia", 7_000 * 365 * 24 * HOUR],
  ])("an event dated %s ahead never hides a later expiry", (_words, aheadMs) => {
    const now = Date.UTC(2026, 10, 30);
    const ahead = event("updated", now + aheadMs, {}, now);
    const state = fold(ahead, event("expired", now + HOUR));
    expect(state).toMatchObject({ status: "expired", statusSince: now + HOUR, firstEventAt: now, anomalies: 1 });
    expect(effectOf(null, ahead).anomalies).toEqual(["misdated"]);
  });

  test("an expiry dated decades back expires the connection at its receipt", () => {
    const now = Date.UTC(2026, 10, 30);
    for (const zero of [0, Date.parse("0001-01-01T00:00:00Z")]) {
      const state = fold(event("created", now - HOUR), event("expired", zero, {}, now));
      expect(state).toMatchObject({ status: "expired", downSince: now, anomalies: 1 });
    }
  });

  test("a time slightly ahead of its receipt, or years before it, is accepted", () => {
    const now = Date.UTC(2026, 10, 30);
    for (const occurredAt of [now + 5 * 60_000, now - 10 * 365 * 24 * HOUR]) {
      expect(fold(event("created", occurredAt, {}, now))).toMatchObject({ firstEventAt: occurredAt, anomalies: 0 });
    }
  });

  test("a step equals the fold whenever the event is newer", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const events = inOrder(
          history
            .map((one) => eventOf(one.body, one.sentAt, one.receivedAt))
            .filter((one) => one.said.connectionId === "conn_a"),
        );
        events.reduce<Connection | null>((state, one, index) => {
          if (!state?.isDisconnected) expect(isNewer(one, state)).toBe(true);
          expect(step(state, one)).toEqual(foldHistory(events.slice(0, index + 1)));
          return step(state, one);
        }, null);
      }),
    );
  });

  test("events of one second are ordered by stage of life, then by arrival", () => {
    const [late, soon] = [event("updated", 0, { permissions: ["a"] }), event("created", 0, { permissions: ["b"] })];
    expect(fold(late, soon).permissions).toEqual(["a"]);
    const [first, second] = [event("updated", 0, { permissions: ["a"] }), event("updated", 0, { permissions: ["b"] })];
    expect(fold(second, first).permissions).toEqual(["b"]);
  });

  test("missing fields erase nothing, but an empty list of permissions counts", () => {
    const full = event("created", 0, { permissions: ["a"], account: { id: "1", name: "Jane" } });
    expect(fold(full, event("expired", 1, { user: null }))).toMatchObject({
      permissions: ["a"],
      account: { name: "Jane" },
      user: "user_456",
    });
    expect(fold(full, event("updated", 1, { permissions: [] })).permissions).toEqual([]);
  });

  test("an expiry reported twice is one expiry; one after a recovery is a second", () => {
    const once = [event("created", 0), event("expired", HOUR), event("expired", 2 * HOUR)];
    expect(fold(...once)).toMatchObject({ expiries: 1, statusSince: HOUR, downSince: HOUR });
    const again = [...once, event("updated", 3 * HOUR), event("expired", 4 * HOUR)];
    expect(fold(...again)).toMatchObject({ expiries: 2, reconnections: 1, downSince: 4 * HOUR });
  });

  test("waiting for the second factor is not yet a reconnection", () => {
    const waiting = [event("expired", 0), event("updated", HOUR, { status: "awaiting_2fa" })];
    expect(fold(...waiting)).toMatchObject({ status: "awaiting_2fa", reconnections: 0, downSince: 0 });
    expect(fold(...waiting, event("updated", 2 * HOUR))).toMatchObject({ reconnections: 1, downSince: null });
  });

  test("the type decides if the status contradicts it", () => {
    expect(fold(event("expired", 0, { status: "active" }))).toMatchObject({ status: "expired", anomalies: 1 });
    expect(fold(event("disconnected", 0, { status: "active" }))).toMatchObject({ status: "disconnected" });
  });

  test("another account's id replaces the whole profile and is an anomaly", () => {
    const before = event("created", 0, { account: { id: "1", name: "Jane", username: "jane" } });
    const after = fold(before, event("updated", 1, { account: { id: "2", username: "zoe" } }));
    expect(after).toMatchObject({ account: { id: "2", name: null, username: "zoe" }, anomalies: 1 });
  });

  test("each value names the event that set it", () => {
    const [born, gained, ended] = [
      event("created", 0, { permissions: ["a"], account: { name: "Jane" } }),
      event("updated", 1, { permissions: ["a", "b"], account: { name: "Jane" } }),
      event("expired", 2),
    ];
    const setBy = { status: ended.id, permissions: gained.id, account: born.id, user: born.id };
    expect(fold(born, gained, ended).setBy).toEqual(setBy);
  });
});

describe("the effect of an event", () => {
  function lastEffect(...events: ConnectionEvent[]) {
    const last = events.at(-1);
    if (!last) throw new Error("no event");
    return effectOf(foldHistory(events.slice(0, -1)), last);
  }

  test("a reconnection reports how long it was down, and what was gained and lost", () => {
    const effect = lastEffect(
      event("created", 0, { permissions: ["a", "b"] }),
      event("expired", HOUR),
      event("updated", 3 * HOUR, { permissions: ["b", "c"] }),
    );
    expect(effect.changes).toEqual([
      { kind: "reconnected", downFor: 2 * HOUR, reconnections: 1 },
      { kind: "permissions", gained: ["c"], lost: ["a"] },
    ]);
  });

  test("an expiry reports how long it was active, and its number", () => {
    expect(lastEffect(event("created", 0), event("expired", HOUR)).changes).toEqual([
      { kind: "expired", activeFor: HOUR, expiries: 1 },
    ]);
  });

  test("a new name is a renaming", () => {
    const named = (name: string, at: number) => event("updated", at, { account: { id: "1", name } });
    expect(lastEffect(named("Jane", 0), named("Janet", 1)).changes).toEqual([
      { kind: "renamed", what: "name", from: "Jane", to: "Janet" },
    ]);
  });

  test("an account id that was unknown before is reported", () => {
    const nameless = event("updated", 0, { account: { name: "Jane" } });
    const named = event("updated", 1, { account: { id: "1", name: "Jane" } });
    expect(lastEffect(nameless, named).changes).toMatchObject([{ kind: "account_known", account: { id: "1" } }]);
  });

  test("an update that repeats what is known changes nothing", () => {
    expect(lastEffect(event("created", 0), event("updated", 1)).changes).toEqual([]);
  });

  test("a step reports no change only if the state is unchanged", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const events = inOrder(
          history
            .map((one) => eventOf(one.body, one.sentAt, one.receivedAt))
            .filter((one) => one.said.connectionId === "conn_a"),
        );
        let state: Connection | null = null;
        for (const one of events) {
          const next: Connection = step(state, one);
          const isSame = state !== null && JSON.stringify(visible(state)) === JSON.stringify(visible(next));
          expect(effectOf(state, one).changes.length === 0).toBe(isSame);
          state = next;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  function visible({ status, user, account, permissions }: Connection) {
    return { status, user, account, permissions: permissions && [...permissions].sort() };
  }
});
