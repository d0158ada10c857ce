import { type Connection, STATUS_EXPIRED } from "./connection";
import type { ConnectionStep, TimelineStep } from "./timeline";

/** What stands on a timeline: a step, several that changed nothing, or a time in which a connection was down. */
export type TimelineLine =
  | { readonly kind: "step"; readonly step: TimelineStep }
  | { readonly kind: "repeats"; readonly steps: readonly ConnectionStep[] }
  | { readonly kind: "gap"; readonly gap: Gap };

/** A time in which a connection could not be used. Lengths of time in milliseconds. */
export type Gap = {
  readonly connectionId: string;
  readonly length: number;
  /** What ended it; null while it lasts. */
  readonly end: "reconnected" | "disconnected" | null;
  /** When it ended, or now. */
  readonly until: number;
};

export function idOfStep(step: TimelineStep): number {
  return step.kind === "connection" ? step.event.id : step.id;
}

export function occurredAtOfStep(step: TimelineStep): number {
  return step.kind === "connection" ? step.event.occurredAt : step.occurredAt;
}

/** Steps of one connection that follow each other and only repeated what was known become one line. Keeps the order. */
export function foldRepeats(steps: readonly TimelineStep[]): TimelineLine[] {
  const lines: TimelineLine[] = [];
  let run: ConnectionStep[] = [];
  const endRun = () => {
    const [only, ...others] = run;
    if (only) lines.push(others.length > 0 ? { kind: "repeats", steps: run } : { kind: "step", step: only });
    run = [];
  };
  for (const step of steps) {
    if (!isRepeat(step)) {
      endRun();
      lines.push({ kind: "step", step });
      continue;
    }
    const [first] = run;
    if (first && !isSameKind(first, step)) endRun();
    run.push(step);
  }
  endRun();
  return lines;
}

/** The steps of lines, in their order. */
export function stepsOfLines(lines: readonly TimelineLine[]): TimelineStep[] {
  return lines.flatMap((line): readonly TimelineStep[] => {
    if (line.kind === "step") return [line.step];
    return line.kind === "repeats" ? line.steps : [];
  });
}

/** Puts the times in which a connection was down under the step that ended each. Newest first. */
export function withGaps(lines: readonly TimelineLine[]): TimelineLine[] {
  return lines.flatMap((line) => {
    const gap = line.kind === "step" ? gapEndedBy(line.step) : null;
    return gap ? [line, { kind: "gap", gap }] : [line];
  });
}

/** The times for which connections have been down and still are; none for those that are not, or are gone. */
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
