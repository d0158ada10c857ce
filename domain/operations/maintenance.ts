import type { Anomaly } from "@/domain/connection/projection";
import type { ConnectionChange } from "@/domain/intake/event";
import type { Change } from "@/domain/lists/timeline";
import { commandLine } from "@/domain/values/command-line";

/** Progress of a long-running task. */
export type Progress = { readonly done: number; readonly total: number };

/** A value of a connection's stored state that differs from the fold of its events. Instants in ISO 8601. */
export type Difference = { readonly field: string; readonly stored: string | null; readonly folded: string | null };

export type ConnectionDifference = {
  readonly connectionId: string;
  /** Empty if the connection is missing, or if no event mentions it. */
  readonly differences: readonly Difference[];
  readonly kind: "changed" | "missing" | "surplus";
};

/** Counts from folding events again. */
export type RebuildTally = {
  readonly connections: number;
  readonly events: number;
  /** Connections whose stored state was not the fold of their events, or was missing. */
  readonly corrected: number;
  /** Connections that no event mentions. */
  readonly removed: number;
  /** Search rows and checkpoints that were missing or wrong, which only the search notices. */
  readonly mended: number;
};

/** Events that no longer match their checksums: how many, and the numbers of the first few. */
export type DamagedEvents = { readonly count: number; readonly ids: readonly number[] };

export const NO_DAMAGED_EVENTS: DamagedEvents = { count: 0, ids: [] };

/** The result of folding all events again. */
export type RebuildReport = RebuildTally & {
  /** If there are any, nothing is corrected: a rebuild would turn the damage into the state. */
  readonly damaged: DamagedEvents;
  /** The first few differing connections. */
  readonly examples: readonly ConnectionDifference[];
  /** True if nothing was written. */
  readonly isDryRun: boolean;
  readonly isCancelled: boolean;
};

export const EMPTY_TALLY: RebuildTally = { connections: 0, events: 0, corrected: 0, removed: 0, mended: 0 };

export function sumOfTallies(a: RebuildTally, b: RebuildTally): RebuildTally {
  return {
    connections: a.connections + b.connections,
    events: a.events + b.events,
    corrected: a.corrected + b.corrected,
    removed: a.removed + b.removed,
    mended: a.mended + b.mended,
  };
}

export const EXAMPLES_MAX = 100;

/** A quarantined event that can be read now, and what it would do or did. */
export type Reread = {
  readonly eventId: number;
  readonly becomes: ConnectionChange | "rules" | "sign_of_life";
  readonly connectionId: string | null;
  readonly occurredAt: number;
  readonly changes: readonly Change[];
  readonly anomalies: readonly Anomaly[];
};

export type RereadReport = {
  readonly examined: number;
  readonly readable: number;
  /** The first few readable events. */
  readonly examples: readonly Reread[];
  readonly isDryRun: boolean;
  readonly isCancelled: boolean;
};

const IDS_NAMED_MAX = 10;

/** Names damaged events and says what to do about them. */
export function damagedEventsWords({ count, ids }: DamagedEvents): string {
  const named = ids.slice(0, IDS_NAMED_MAX).join(", ");
  const more = count > IDS_NAMED_MAX ? " and others" : "";
  const events = count === 1 ? `Event ${named} is` : `${count.toLocaleString("en")} events (${named}${more}) are`;
  return `${events} damaged: what is stored no longer matches its checksum. Restore a backup from before the damage: ${commandLine("restore")}. A rebuild can't repair this.`;
}

/** Advice on states that differ from the fold of their events. A rebuild alone would turn damaged events into the state. */
export const DIFFERENCE_ADVICE = `After an upgrade this corrects itself. Otherwise a failing disk or another program may have changed events or states, and a rebuild would turn damaged events into the state. Restore an earlier backup first: ${commandLine("restore")}. Rebuild only when you know that the events are sound.`;
