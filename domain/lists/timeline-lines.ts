import { type Connection, STATUS_EXPIRED } from "@/domain/connection/connection";
import type { ActStep, ConnectionStep, TimelineStep } from "./timeline";

/**
 * A line of a timeline: a step, several steps that changed nothing, one act about several connections, or a period in which a
 * connection was down.
 */
export type TimelineLine =
  | { readonly kind: "step"; readonly step: TimelineStep }
  | { readonly kind: "repeats"; readonly steps: readonly ConnectionStep[] }
  | { readonly kind: "acts"; readonly steps: readonly ActStep[] }
  | { readonly kind: "gap"; readonly gap: Gap };

/** A period in which a connection could not be used. Durations in milliseconds. */
export type Gap = {
  readonly connectionId: string;
  readonly length: number;
  /** The change that ended it; null while it lasts. */
  readonly end: "reconnected" | "disconnected" | null;
  /** When it ended, or now. */
  readonly until: number;
};

/** Returns the number of a step's event; null if the step isn't one. */
export function eventIdOf(step: TimelineStep): number | null {
  if (step.kind === "act") return null;
  return step.kind === "connection" ? step.event.id : step.id;
}

export function occurredAtOfStep(step: TimelineStep): number {
  if (step.kind === "act") return step.at;
  return step.kind === "connection" ? step.event.occurredAt : step.occurredAt;
}

/**
 * Folds adjacent steps into one line: those of one connection that only repeated what was known, and those of one act about
 * several connections. Keeps the order.
 */
export function foldSteps(steps: readonly TimelineStep[]): TimelineLine[] {
  const runs: [TimelineStep, ...TimelineStep[]][] = [];
  for (const step of steps) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && belongTogether(before, step)) run.push(step);
    else runs.push([step]);
  }
  return runs.map(lineOf);
}

function belongTogether(first: TimelineStep, step: TimelineStep): boolean {
  if (first.kind === "act" && step.kind === "act") return isSameAct(first, step);
  return isRepeat(first) && isRepeat(step) && isSameKind(first, step);
}

function lineOf(run: readonly [TimelineStep, ...TimelineStep[]]): TimelineLine {
  if (run.length === 1) return { kind: "step", step: run[0] };
  const acts = run.filter((step) => step.kind === "act");
  return acts.length > 0 ? { kind: "acts", steps: acts } : { kind: "repeats", steps: run.filter(isRepeat) };
}

/** Returns the steps of lines, in order. */
export function stepsOfLines(lines: readonly TimelineLine[]): TimelineStep[] {
  return lines.flatMap((line): readonly TimelineStep[] => {
    if (line.kind === "gap") return [];
    return line.kind === "step" ? [line.step] : line.steps;
  });
}

/** Inserts each period in which a connection was down under the step that ended it. Newest first. */
export function withGaps(lines: readonly TimelineLine[]): TimelineLine[] {
  return lines.flatMap((line) => {
    const gap = line.kind === "step" ? gapEndedBy(line.step) : null;
    return gap ? [line, { kind: "gap", gap }] : [line];
  });
}

/** Returns the ongoing gaps of connections that are down now and not disconnected. */
export function gapsThatLast(connections: readonly Connection[], now: number): Gap[] {
  return connections.flatMap(({ id, downSince, isDisconnected }): Gap[] =>
    downSince === null || isDisconnected
      ? []
      : [{ connectionId: id, length: Math.max(0, now - downSince), end: null, until: now }],
  );
}

function gapEndedBy(step: TimelineStep): Gap | null {
  if (step.kind !== "connection") return null;
  const { occurredAt, said } = step.event;
  for (const change of step.effect.changes) {
    if (change.kind === "reconnected") {
      return { connectionId: said.connectionId, length: change.downFor, end: "reconnected", until: occurredAt };
    }
    if (change.kind === "disconnected" && change.from === STATUS_EXPIRED && change.after !== null) {
      return { connectionId: said.connectionId, length: change.after, end: "disconnected", until: occurredAt };
    }
  }
  return null;
}

function isRepeat(step: TimelineStep): step is ConnectionStep {
  if (step.kind !== "connection" || step.isLate) return false;
  const { changes, anomalies } = step.effect;
  return changes.length === 0 && anomalies.length === 0 && step.event.said.ignoredFields.length === 0;
}

function isSameKind(a: ConnectionStep, b: ConnectionStep): boolean {
  return a.event.said.connectionId === b.event.said.connectionId && a.event.said.change === b.event.said.change;
}

/** Returns true if two steps come from one click, which acts on all connections of a user. */
function isSameAct(a: ActStep, b: ActStep): boolean {
  if (a.personName === null || a.personName !== b.personName || a.at !== b.at || a.source !== b.source) return false;
  return a.connectionId !== b.connectionId && JSON.stringify(a.content) === JSON.stringify(b.content);
}
