import { STATUS_DISCONNECTED } from "./connection";
import type { Turn } from "./turn";

/** Older changes of status are too narrow to be seen beside so many. */
export const TURNS_MAX = 200;

/** The life of one connection, as its status changed: oldest first. */
export type Life = { readonly connectionId: string; readonly turns: readonly Turn[] };

/** A time in one status. Instants in milliseconds. */
export type Span = {
  readonly status: string;
  readonly from: number;
  readonly until: number;
  /** The event that began it. */
  readonly eventId: number;
  /** Where it begins and how long it is on a line of length 1. */
  readonly start: number;
  readonly share: number;
};

export type Lifeline = { readonly connectionId: string; readonly spans: readonly Span[] };

/** Lives drawn against one common time, from the first that began until now. */
export function lifelinesOf(
  lives: readonly Life[],
  now: number,
): { readonly from: number; readonly lines: Lifeline[] } {
  const from = Math.min(now, ...lives.flatMap(({ turns }) => turns[0]?.from ?? []));
  // What lies ahead by the sender's clock is drawn at the end.
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

/** Whether nothing can follow. */
export function isEnd({ status }: Pick<Span, "status">): boolean {
  return status === STATUS_DISCONNECTED;
}
