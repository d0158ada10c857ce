import type { By } from "@/domain/access/audit";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import type { Selection } from "@/domain/lists/selection";
import type { ActContent, ActKind, CaseAct, Snooze } from "@/domain/outreach/case-act";
import type { Incident } from "@/domain/outreach/mass-expiry";
import type { OutreachCase } from "@/domain/outreach/outreach";
import type { CaseRound, RoundPlace } from "@/domain/outreach/outreach-results";
import type { ReconnectLink } from "@/domain/outreach/reconnect-link";
import type { LinkStep } from "@/domain/outreach/reconnect-step";
import type { Template, TemplateRefusal } from "@/domain/outreach/template";

/** The work of getting expired connections back. Whatever a person does is written to the audit log in the same transaction. */
export type OutreachStore = {
  readonly outreach: {
    /** The newest case of each of these connections that has one, and what surrounds it. */
    current(connectionIds: readonly string[]): Promise<CurrentCase[]>;
    /** All cases of a connection, the newest first, with all that was ever done about them. */
    history(connectionId: string): Promise<CaseHistory>;
    /** All cases that opened from an instant on, the newest first, in slices beside the ingest. */
    readRounds(openedFrom: number, walk?: RoundWalk): AsyncIterable<readonly CaseRound[]>;
    /** The number of the newest act of all: what a page has seen, for `ActOptions.seen`. */
    newestAct(): Promise<number>;
    /**
     * Does the same about some cases, and about all other open cases of their users: one user is one piece of work. Where they
     * are many, in slices beside the ingest. What can't be done is left, and said. Rejects where nothing was done at all.
     */
    act(target: ActTarget, content: ActContent, options: ActOptions, by: By): Promise<ActOutcome>;
    /**
     * Undoes a batch of acts, except on cases that have ended since, or were followed by another. Returns
     * about how many cases.
     */
    undo(batch: number, by: By): Promise<number>;
    /** Nobody is to contact this connection's user, until that is lifted. */
    block(connectionId: string, reason: string, by: By): Promise<void>;
    unblock(connectionId: string, by: By): Promise<void>;
    /** Why users are not to be contacted, by those of these connections that are theirs, expired or not. */
    blocks(connectionIds: readonly string[]): Promise<ReadonlyMap<string, ContactBlock>>;
  };
  readonly reconnectLinks: {
    /**
     * A link for each of these connections that may be reconnected: the one that was handed out for it before, while it is good
     * for a while yet, else a new one. Each handout is recorded as a step, with who did it. `mintNonce` returns a random nonce.
     */
    handOut(connectionIds: readonly string[], options: HandOutOptions, by: By): Promise<ReconnectLink[]>;
    find(id: number): Promise<ReconnectLink | null>;
    /** That of a connection which is good now. */
    findOf(connectionId: string, now: number): Promise<ReconnectLink | null>;
    revoke(id: number, by: By): Promise<void>;
    /** Notes what a user did with a link; the first few hundred steps of each. */
    note(id: number, step: Omit<LinkStep, "id">): Promise<void>;
  };
  readonly incidents: {
    /** Those that nobody has decided about, while any of their cases is open; the newest first. */
    listHeld(): Promise<Incident[]>;
    /** Their users are to be contacted nevertheless. */
    release(id: number, by: By): Promise<void>;
  };
  readonly templates: {
    /** By name. */
    list(): Promise<Template[]>;
    save(template: Omit<Template, "id"> & { readonly id: number | null }, by: By): Promise<TemplateOutcome>;
    /** Returns what was deleted, so that it can be saved again; null if it was gone already. */
    remove(id: number, by: By): Promise<Template | null>;
  };
};

/** Limits a walk to the cases older than a place, or to the newer ones, oldest first. */
export type RoundWalk = { readonly from: RoundPlace; readonly direction: "older" | "newer" };

export type CurrentCase = OutreachCase & {
  /** Other open cases of the same user. */
  readonly others: readonly string[];
  readonly block: ContactBlock | null;
  /** How it was put off, also when that is over; null where it is not put off. */
  readonly snooze: Snooze | null;
  /** The newest contact with the user, about any of their connections. */
  readonly lastContactWithUser: {
    readonly at: number;
    readonly personId: number | null;
    readonly personName: string;
  } | null;
  readonly isHeld: boolean;
};

/** Why a user is not to be contacted, who said so, and when. */
export type ContactBlock = { readonly reason: string; readonly at: number; readonly personName: string };

export type CaseHistory = {
  readonly cases: readonly OutreachCase[];
  readonly acts: readonly CaseAct[];
  readonly steps: readonly LinkStep[];
  /** Roughly how many cases undoing a batch would affect, by batch. */
  readonly together: Readonly<Record<number, number>>;
};

/** Which cases: some by their connections, or all that match but for a few. */
export type ActTarget = { readonly search: ConnectionSearch; readonly selection: Selection };

export type ActOptions = {
  /** The newest act that the person had seen; what others did after it is a conflict. Null: whatever they did. */
  readonly seen: number | null;
  /** Users who were contacted within this time are left out; 0 to contact them anyway. */
  readonly coolDownMs: number;
  /** Those of whom someone has seen that they were contacted a short time ago, and means to contact them nevertheless. */
  readonly meantAgain?: ReadonlySet<string>;
};

/** It is closed; someone else did something meanwhile; the user is not to be contacted, or was a short time ago. */
export const LEFT_CAUSES = ["closed", "conflict", "blocked", "cooling"] as const;
export type LeftCause = (typeof LEFT_CAUSES)[number];

/** A case to which nothing was done. */
export type LeftCase = {
  readonly connectionId: string;
  readonly cause: LeftCause;
  /** What stands in the way, by whom and when; null where an event closed it. */
  readonly act: { readonly kind: ActKind | "blocked"; readonly personName: string; readonly at: number } | null;
};

export type ActOutcome = {
  /** For `undo`; null where nothing was done. */
  readonly batch: number | null;
  readonly cases: number;
  readonly left: Readonly<Record<LeftCause, number>>;
  /** The first few of those that were left. */
  readonly examples: readonly LeftCase[];
  /** Why it stopped before the end, with some done and kept; null where it went through. */
  readonly stoppedBy: unknown;
};

export type HandOutOptions = {
  readonly now: number;
  readonly expiresAt: number;
  readonly mintNonce: () => string;
};

export type TemplateOutcome = { readonly template: Template } | { readonly refusal: TemplateRefusal };
