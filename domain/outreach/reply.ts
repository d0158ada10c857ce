import type { ActKind } from "./case-act";
import type { OfauthTrouble } from "./ofauth-trouble";
import type { OutreachState } from "./outreach";
import type { FilledText, Variable } from "./template";

export type LeftCause = "closed" | "conflict" | "blocked" | "cooling";

/** The outcome of an act, for the person who did it. */
export type ActReply = {
  readonly kind: ActKind;
  /** Identifies the act, to undo it; null if nothing was done. */
  readonly batch: number | null;
  readonly cases: number;
  readonly left: Readonly<Record<LeftCause, number>>;
  /** It failed before the end: what was done until then is kept. */
  readonly isStopped: boolean;
  readonly examples: readonly {
    readonly connectionId: string;
    /** The connection's account or user, in words; null beyond the first few. */
    readonly title: string | null;
    readonly cause: LeftCause;
    readonly act: { readonly kind: ActKind | "blocked"; readonly at: number; readonly name: string } | null;
  }[];
};

/** A reason not to write to a user, as of now. The first two forbid it. */
export type Objection =
  | { readonly kind: "closed"; readonly state: OutreachState }
  | { readonly kind: "blocked"; readonly reason: string; readonly by: string }
  | { readonly kind: "cooling"; readonly by: string; readonly at: number }
  | { readonly kind: "held" };

/** A message to one user, ready to be sent; empty and without a link if that is forbidden. */
export type ComposedMessage = {
  readonly connectionId: string;
  /** The recipient, in words. */
  readonly title: string;
  readonly objection: Objection | null;
  readonly subject: string;
  readonly text: string;
  readonly missing: readonly Variable[];
  readonly unknown: FilledText["unknown"];
  readonly link: string | null;
  /** True while the message holds a placeholder; the link is created when the message is copied or opened. */
  readonly isLinkToCome: boolean;
  /** The URL to write it in a chat; null if none is set. */
  readonly chatHref: string | null;
};

export type Composed = {
  readonly messages: readonly ComposedMessage[];
  /** Links don't work yet: the deployment has no OFAuth key. */
  readonly isKeyMissing: boolean;
  /** Why OFAuth opens no sessions at the moment, as far as is known. */
  readonly linkTrouble: OfauthTrouble | null;
};
