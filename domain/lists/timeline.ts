import {
  type Connection,
  type ConnectionEvent,
  STATUS_ACTIVE,
  STATUS_DISCONNECTED,
  STATUS_EXPIRED,
} from "@/domain/connection/connection";
import { type Anomaly, anomaliesOf, permissionChange, step } from "@/domain/connection/projection";
import type { Account, UnrecognisedReason } from "@/domain/intake/event";
import type { ActContent, ConnectionActContent } from "@/domain/outreach/case-act";
import type { LinkStep } from "@/domain/outreach/reconnect-step";

/** One thing that an event changed, ready to be put into words. Durations in milliseconds. */
export type Change =
  | { readonly kind: "connected" }
  | { readonly kind: "expired"; readonly activeFor: number | null; readonly expiries: number }
  | { readonly kind: "reconnected"; readonly downFor: number; readonly reconnections: number }
  | { readonly kind: "disconnected"; readonly from: string | null; readonly after: number | null }
  | { readonly kind: "status"; readonly from: string | null; readonly to: string }
  | { readonly kind: "permissions_known"; readonly permissions: readonly string[] }
  | { readonly kind: "permissions"; readonly gained: readonly string[]; readonly lost: readonly string[] }
  | { readonly kind: "account_known"; readonly account: Account }
  | { readonly kind: "account_changed"; readonly from: Account; readonly to: Account }
  | { readonly kind: "renamed"; readonly what: "name" | "username"; readonly from: string | null; readonly to: string }
  | { readonly kind: "avatar" }
  | { readonly kind: "user"; readonly from: string | null; readonly to: string };

/** An event's changes to its connection, the most important first; none if it only repeated what was known. */
export type Effect = { readonly changes: readonly Change[]; readonly anomalies: readonly Anomaly[] };

/** A connection event in its place, with its effect there. */
export type ConnectionStep = {
  readonly kind: "connection";
  readonly event: ConnectionEvent;
  readonly effect: Effect;
  /** It arrived after an event that comes later in the history. */
  readonly isLate: boolean;
  readonly body: Uint8Array;
};

/** A signed event of this connection that we can't read yet: on the timeline, but without effect. */
export type UnrecognisedStep = {
  readonly kind: "unrecognised";
  readonly id: number;
  readonly connectionId: string;
  readonly type: string | null;
  readonly reason: UnrecognisedReason;
  /** The body's own time; null if it has none. */
  readonly bodyTime: number | null;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly deliveries: number;
  readonly body: Uint8Array;
};

/** The source of a step that isn't an event. With its id, it identifies the step. */
export type ActSource = "link" | "connection" | "case" | "undo";

/** Something that a person did about a connection, or that its user did with a reconnect link. */
export type ActStep = {
  readonly kind: "act";
  readonly source: ActSource;
  readonly id: number;
  readonly connectionId: string;
  readonly at: number;
  /** The e-mail address recorded at the time; null for the user who holds the link. */
  readonly personName: string | null;
  readonly content: StepContent;
};

export type StepContent =
  | (ActContent & { readonly isUndone: boolean })
  | { readonly kind: "undone"; readonly act: ActContent }
  | ConnectionActContent
  | ({ readonly kind: "link" } & Pick<LinkStep, "progress" | "detail" | "connectionId">);

export type EventStep = ConnectionStep | UnrecognisedStep;
export type TimelineStep = EventStep | ActStep;

/** Returns what an event changes, given the state before it. */
export function effectOf(before: Connection | null, event: ConnectionEvent): Effect {
  const after = step(before, event);
  const anomalies = anomaliesOf(before, event);
  if (before?.isDisconnected) return { changes: [], anomalies };
  return {
    changes: [
      ...statusChanges(before, after, event),
      ...permissionChanges(before, after),
      ...identityChanges(before, after),
    ],
    anomalies,
  };
}

function statusChanges(before: Connection | null, after: Connection, event: ConnectionEvent): Change[] {
  const from = before?.status ?? null;
  if (from === after.status) return [];
  const at = event.occurredAt;
  if (after.status === STATUS_EXPIRED) {
    const activeFor = before?.status === STATUS_ACTIVE ? at - before.statusSince : null;
    return [{ kind: "expired", activeFor, expiries: after.expiries }];
  }
  if (after.status === STATUS_DISCONNECTED) {
    return [{ kind: "disconnected", from, after: before ? at - before.statusSince : null }];
  }
  if (after.status === STATUS_ACTIVE && before?.downSince != null) {
    return [{ kind: "reconnected", downFor: at - before.downSince, reconnections: after.reconnections }];
  }
  if (from === null && event.said.change === "created" && after.status === STATUS_ACTIVE)
    return [{ kind: "connected" }];
  return [{ kind: "status", from, to: after.status }];
}

function permissionChanges(before: Connection | null, after: Connection): Change[] {
  if (after.permissions === null) return [];
  if (!before?.permissions) return [{ kind: "permissions_known", permissions: after.permissions }];
  const { gained, lost } = permissionChange(before.permissions, after.permissions);
  return gained.length + lost.length > 0 ? [{ kind: "permissions", gained, lost }] : [];
}

function identityChanges(before: Connection | null, after: Connection): Change[] {
  return [...accountChanges(before, after), ...userChange(before?.user ?? null, after.user)];
}

function accountChanges(before: Connection | null, after: Connection): Change[] {
  const to = after.account;
  const from = before?.account;
  if (!from || isUnknown(from)) return isUnknown(to) ? [] : [{ kind: "account_known", account: to }];
  if (from.id !== null && to.id !== from.id) return [{ kind: "account_changed", from, to }];
  const isIdNews = from.id === null && to.id !== null;
  const changes: Change[] = isIdNews ? [{ kind: "account_known", account: to }] : [];
  for (const what of ["name", "username"] as const) {
    if (to[what] !== null && to[what] !== from[what])
      changes.push({ kind: "renamed", what, from: from[what], to: to[what] });
  }
  if (to.avatar !== from.avatar) changes.push({ kind: "avatar" });
  return changes;
}

function userChange(from: string | null, to: string | null): Change[] {
  return to !== null && to !== from ? [{ kind: "user", from, to }] : [];
}

function isUnknown(account: Account): boolean {
  return account.id === null && account.name === null && account.username === null;
}
