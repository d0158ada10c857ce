/** The channel of a contact. */
export const CHANNELS = ["email", "chat", "phone", "social", "other"] as const;
export type Channel = (typeof CHANNELS)[number];

export const DISMISS_REASONS = ["left", "no_answer", "duplicate", "test", "other"] as const;
export type DismissReason = (typeof DISMISS_REASONS)[number];

/** An act of a person on a case. */
export type ActContent =
  | { readonly kind: "assigned"; readonly to: number | null }
  /** `template` is its name at the time. */
  | { readonly kind: "contacted"; readonly channel: Channel; readonly template: string | null; readonly note: string }
  /** `until` is null if it lasts until the user opens the reconnect link. */
  | { readonly kind: "snoozed"; readonly until: number | null; readonly note: string }
  | { readonly kind: "dismissed"; readonly reason: DismissReason; readonly note: string }
  /** Ends a snooze or a dismissal early. */
  | { readonly kind: "reopened" }
  /** The connection came back as another account, and that one is right: the case counts as reconnected. */
  | { readonly kind: "accepted" }
  | { readonly kind: "noted"; readonly note: string };

/** Something a person does to a connection without changing its cases. */
export type ConnectionActContent =
  | { readonly kind: "blocked"; readonly reason: string }
  | { readonly kind: "unblocked" }
  | { readonly kind: "link_revoked" };

/** Why a case was snoozed, and whether until its user opens the link. */
export type Snooze = { readonly note: string; readonly isUntilOpened: boolean };

export type ActKind = ActContent["kind"];

/** An act, which is stored forever. Undone acts no longer count. Instants in milliseconds. */
export type CaseAct = {
  readonly id: number;
  /** The same for all acts of one click. */
  readonly batch: number;
  readonly at: number;
  readonly personId: number | null;
  readonly personName: string;
  readonly content: ActContent;
  readonly undoneAt: number | null;
  readonly undoneBy: string | null;
};

export const NOTE_LENGTH_MAX = 2_000;
