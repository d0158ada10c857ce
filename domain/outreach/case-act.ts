/** How someone was reached. */
export const CHANNELS = ["email", "chat", "phone", "social", "other"] as const;
export type Channel = (typeof CHANNELS)[number];

export const DISMISS_REASONS = ["left", "no_answer", "duplicate", "test", "other"] as const;
export type DismissReason = (typeof DISMISS_REASONS)[number];

/** What a person does about a case. */
export type ActContent =
  | { readonly kind: "assigned"; readonly to: number | null }
  /** `template` is the name that it had. */
  | { readonly kind: "contacted"; readonly channel: Channel; readonly template: string | null; readonly note: string }
  /** Null: until the user opens the reconnect link. */
  | { readonly kind: "snoozed"; readonly until: number | null; readonly note: string }
  | { readonly kind: "dismissed"; readonly reason: DismissReason; readonly note: string }
  /** Ends a snooze or a dismissal before its time. */
  | { readonly kind: "reopened" }
  /** The connection came back as another account, and that one is right: the case counts as reconnected. */
  | { readonly kind: "accepted" }
  | { readonly kind: "noted"; readonly note: string };

/** What a person does about a connection that moves none of its cases. */
export type ConnectionActContent =
  | { readonly kind: "blocked"; readonly reason: string }
  | { readonly kind: "unblocked" }
  | { readonly kind: "link_revoked" };

/** Why a case was put off, and whether until its user opens the link. */
export type Snooze = { readonly note: string; readonly isUntilOpened: boolean };

export type ActKind = ActContent["kind"];

/** An act as it is kept, forever; what is undone counts no more. Instants in milliseconds. */
export type CaseAct = {
  readonly id: number;
  /** Of all acts of one click. */
  readonly batch: number;
  readonly at: number;
  readonly personId: number | null;
  readonly personName: string;
  readonly content: ActContent;
  readonly undoneAt: number | null;
  readonly undoneBy: string | null;
};

export const NOTE_LENGTH_MAX = 2_000;
