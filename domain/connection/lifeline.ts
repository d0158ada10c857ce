import { STATUS_DISCONNECTED } from "./connection";
import type { StatusChange } from "./status-change";

/** With more than this many, older changes of status would be too narrow to see. */
export const TURNS_MAX = 200;

/** The changes of status of one connection, oldest first. */
export type Life = { readonly connectionId: string; readonly turns: readonly StatusChange[] };

/** A period in one status. Instants in milliseconds. */
export type Span = {
  readonly status: string;
  readonly from: number;
  readonly until: number;
  /** The event that began it. */
  readonly eventId: number;
  /** Its start, and its length, on a line of length 1. */
  readonly start: number;
  readonly share: number;
};

export type Lifeline = { readonly connectionId: string; readonly spans: readonly Span[] };

/** Lays out lives on one common time line, from the first that began until now. */
export function lifelinesOf(
  lives: readonly Life[],
  now: number,
): { readonly from: number; readonly lines: Lifeline[] } {
  const from = Math.min(now, ...lives.flatMap(({ turns }) => turns[0]?.from ?? []));
  // Times ahead of our clock are drawn at the end.
  const end = Math.max(now, ...lives.flatMap(({ turns }) => turns.at(-1)?.from ?? []));
  const length = Math.max(1, end - from);
  const lines = lives.map(({ connectionId, turns }) => ({
    connectionId,
    spans: turns.map(({ status, from: begin, eventId }, index) => {
      const until = turns[index + 1]?.from ?? end;
      return { status, from: begin, until, eventId, start: (begin - from) / length, share: (until - begin) / length };
    }),
  }));
  return { from, lines };
}

/** Returns true if no status can follow. */
export function isEnd({ status }: Pick<Span, "status">): boolean {
  return status === STATUS_DISCONNECTED;
}
