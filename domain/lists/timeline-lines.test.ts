import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Connection, ConnectionEvent } from "@/domain/connection/connection";
import { inOrder, step } from "@/domain/connection/projection";
import type { IncomingEvent } from "@/domain/intake/event";
import { occurredAtOf } from "@/domain/intake/event";
import { histories } from "@/testing/arbitraries";
import { created, docsBody, expired, incoming, updated } from "@/testing/worlds/deliveries";
import { type ActStep, type ConnectionStep, effectOf } from "./timeline";
import { foldSteps, gapsThatLast, stepsOfLines, withGaps } from "./timeline-lines";

/** Returns the steps of one connection, newest first, and the state at their end. */
function stepsOf(events: readonly (IncomingEvent & { readonly receivedAt?: number })[]): {
  steps: ConnectionStep[];
  state: Connection | null;
} {
  const known = events.flatMap((event, index): ConnectionEvent[] => {
    const { reading: said, receivedAt = 0 } = event;
    const occurredAt = occurredAtOf(event, receivedAt);
    return said.kind === "connection" ? [{ id: index + 1, occurredAt, receivedAt, deliveries: 1, said }] : [];
  });
  let state: Connection | null = null;
  const steps = inOrder(known).map((event): ConnectionStep => {
    const effect = effectOf(state, event);
    state = step(state, event);
    return { kind: "connection", event, effect, isLate: false, body: new Uint8Array() };
  });
  return { steps: steps.reverse(), state };
}

const at = (second: number) => ({ occurredAt: second * 1000 });

describe("repeats", () => {
  test("steps without changes fold into one line, others keep their own", () => {
    const { steps } = stepsOf([created(at(1)), updated(at(2)), updated(at(3)), expired(at(4)), expired(at(5))]);
    const lines = foldSteps(steps).map((line) => (line.kind === "repeats" ? line.steps.length : line.kind));
    expect(lines).toEqual(["step", "step", 2, "step"]);
  });

  test("folding and unfolding keeps every step in its place", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const events = history.map(({ body, ...sent }) => ({ ...incoming(body, sent), receivedAt: sent.receivedAt }));
        for (const id of ["conn_a", "conn_b"]) {
          const { steps } = stepsOf(events.filter((event) => event.reading.connectionId === id));
          expect(stepsOfLines(foldSteps(steps))).toEqual(steps);
          expect(stepsOfLines(withGaps(foldSteps(steps)))).toEqual(steps);
        }
      }),
    );
  });
});

describe("acts", () => {
  test("one click about several connections is one line, and no two clicks share one", () => {
    const act = (id: number, connectionId: string, note: string): ActStep => ({
      ...{ kind: "act", source: "case", id, connectionId, at: 5_000, personName: "ana@relink.test" },
      content: { kind: "noted", note, isUndone: false },
    });
    const steps = [act(4, "conn_a", "b"), act(3, "conn_b", "a"), act(2, "conn_a", "a"), act(1, "conn_a", "a")];
    const lines = foldSteps(steps);
    expect(lines.map((line) => (line.kind === "acts" ? line.steps.length : line.kind))).toEqual(["step", 2, "step"]);
    expect(stepsOfLines(lines)).toEqual(steps);
  });
});

describe("gaps", () => {
  test("a gap ends with the event that ended it, or lasts", () => {
    const { steps, state } = stepsOf([created(at(1)), expired(at(10)), updated(at(70)), expired(at(100))]);
    const gaps = withGaps(foldSteps(steps)).flatMap((line) => (line.kind === "gap" ? line.gap : []));
    expect(gaps).toEqual([{ connectionId: "conn_abc123", length: 60_000, end: "reconnected", until: 70_000 }]);
    expect(gapsThatLast(state ? [state] : [], 130_000)).toEqual([
      { connectionId: "conn_abc123", length: 30_000, end: null, until: 130_000 },
    ]);
  });

  test("there is one per reconnection, none has negative length, and one lasts while the connection is down", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const events = history.map(({ body, ...sent }) => ({ ...incoming(body, sent), receivedAt: sent.receivedAt }));
        for (const id of ["conn_a", "conn_b"]) {
          const { steps, state } = stepsOf(events.filter((event) => event.reading.connectionId === id));
          const gaps = withGaps(foldSteps(steps)).flatMap((line) => (line.kind === "gap" ? line.gap : []));
          expect(gaps.filter((gap) => gap.end === "reconnected")).toHaveLength(state?.reconnections ?? 0);
          for (const gap of gaps) expect(gap.length).toBeGreaterThanOrEqual(0);
          expect(gapsThatLast(state ? [state] : [], 1e9).length === 0).toBe(
            state === null || state.downSince === null || state.isDisconnected,
          );
        }
      }),
    );
  });

  test("a disconnection ends it for good", () => {
    const body = docsBody("disconnected", at(40));
    const { steps, state } = stepsOf([created(at(1)), expired(at(10)), incoming(body)]);
    const gaps = withGaps(foldSteps(steps)).flatMap((line) => (line.kind === "gap" ? line.gap : []));
    expect(gaps).toMatchObject([{ length: 30_000, end: "disconnected" }]);
    expect(gapsThatLast(state ? [state] : [], 50_000)).toEqual([]);
  });
});
