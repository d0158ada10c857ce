import type { By } from "@/domain/access/audit";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import type { Selection } from "@/domain/lists/selection";
import type { ActContent, ActKind, CaseAct, Snooze } from "@/domain/outreach/case-act";
import type { Incident } from "@/domain/outreach/mass-expiry";
import type { OutreachCase } from "@/domain/outreach/outreach";
import type { CaseRound, RoundPosition } from "@/domain/outreach/outreach-results";
import type { ReconnectLink } from "@/domain/outreach/reconnect-link";
import type { LinkStep } from "@/domain/outreach/reconnect-step";
import type { Template, TemplateRefusal } from "@/domain/outreach/template";

/** Cases, reconnect links, incidents and templates. Every act is written to the audit log in the same transaction. */
export type OutreachStore = {
  readonly outreach: {
    /** Returns the newest case of each of these connections that has one, with its surroundings. */
    current(connectionIds: readonly string[]): Promise<CurrentCase[]>;
    /** Returns all cases of a connection, newest first, with every act about them. */
    history(connectionId: string): Promise<CaseHistory>;
    /** Reads all cases that opened from an instant on, newest first, in slices alongside the ingest. */
    readRounds(openedFrom: number, walk?: RoundWalk): AsyncIterable<readonly CaseRound[]>;
    /** Returns the number of the newest act: what a page has seen, for `ActOptions.seen`. */
    newestAct(): Promise<number>;
    /**
     * Applies an act to some cases and to all other open cases of their users, since one user is one piece of work. Many are done
     * in slices alongside the ingest. Cases that can't be changed are left and reported. Rejects if nothing was done at all.
     */
    act(target: ActTarget, content: ActContent, options: ActOptions, by: By): Promise<ActOutcome>;
    /** Undoes a batch of acts, except on cases that have ended since or were followed by another. Returns the number of cases. */
    undo(batch: number, by: By): Promise<number>;
    /** Forbids contacting this connection's user until `unblock`. */
    block(connectionId: string, reason: string, by: By): Promise<void>;
    unblock(connectionId: string, by: By): Promise<void>;
    /** Returns why users are not to be contacted, by those of these connections that are theirs, expired or not. */
    blocks(connectionIds: readonly string[]): Promise<ReadonlyMap<string, ContactBlock>>;
  };
  readonly reconnectLinks: {
    /**
     * Returns a link for each of these connections that may be reconnected: the previous one if it is valid for long enough,
     * otherwise a new one. Records each handout as a step, with its author. `mintNonce` returns a random nonce.
     */
    handOut(connectionIds: readonly string[], options: HandOutOptions, by: By): Promise<ReconnectLink[]>;
    find(id: number): Promise<ReconnectLink | null>;
    /** Returns a connection's link that is valid now. */
    findOf(connectionId: string, now: number): Promise<ReconnectLink | null>;
    revoke(id: number, by: By): Promise<void>;
    /** Records what a user did with a link, up to a few hundred steps per link. */
    note(id: number, step: Omit<LinkStep, "id">): Promise<void>;
  };
  readonly incidents: {
    /** Lists incidents that nobody has decided about while any of their cases is open, newest first. */
    listHeld(): Promise<Incident[]>;
    /** Releases an incident's cases, so that their users can be contacted. */
    release(id: number, by: By): Promise<void>;
  };
  readonly templates: {
    /** By name. */
    list(): Promise<Template[]>;
    save(template: Omit<Template, "id"> & { readonly id: number | null }, by: By): Promise<TemplateOutcome>;
    /** Returns what was deleted, so that it can be restored; null if it was already gone. */
    remove(id: number, by: By): Promise<Template | null>;
  };
};

/** Limits a walk to cases older than a place, or to newer ones, oldest first. */
export type RoundWalk = { readonly from: RoundPosition; readonly direction: "older" | "newer" };

export type CurrentCase = OutreachCase & {
  /** Other open cases of the same user. */
  readonly others: readonly string[];
  readonly block: ContactBlock | null;
  /** How it was snoozed, even if the snooze is over; null if it wasn't. */
  readonly snooze: Snooze | null;
  /** The newest contact with the user, about any of their connections. */
  readonly lastContactWithUser: {
    readonly at: number;
    readonly personId: number | null;
    readonly personName: string;
  } | null;
  readonly isHeld: boolean;
};

/** Why a user is not to be contacted, who decided so, and when. */
export type ContactBlock = { readonly reason: string; readonly at: number; readonly personName: string };

export type CaseHistory = {
  readonly cases: readonly OutreachCase[];
  readonly acts: readonly CaseAct[];
  readonly steps: readonly LinkStep[];
  /** Roughly how many cases undoing a batch would affect, by batch. */
  readonly together: Readonly<Record<number, number>>;
};

/** The cases of an act: some by their connections, or all matching ones except a few. */
export type ActTarget = { readonly search: ConnectionSearch; readonly selection: Selection };

export type ActOptions = {
  /** The newest act that the person had seen; acts by others after it are conflicts. Null skips this check. */
  readonly seen: number | null;
  /** Users who were contacted within this time are left out; 0 to contact them anyway. */
  readonly coolDownMs: number;
  /** Users to contact again despite the cool-down. */
  readonly meantAgain?: ReadonlySet<string>;
};

/** The case is closed; someone else acted meanwhile; the user is not to be contacted, or was contacted recently. */
export const LEFT_CAUSES = ["closed", "conflict", "blocked", "cooling"] as const;
export type LeftCause = (typeof LEFT_CAUSES)[number];

/** A case that an act left alone. */
export type LeftCase = {
  readonly connectionId: string;
  readonly cause: LeftCause;
  /** The act in the way, by whom and when; null if an event closed the case. */
  readonly act: { readonly kind: ActKind | "blocked"; readonly personName: string; readonly at: number } | null;
};

export type ActOutcome = {
  /** For `undo`; null if nothing was done. */
  readonly batch: number | null;
  readonly cases: number;
  readonly left: Readonly<Record<LeftCause, number>>;
  /** The first few cases left alone. */
  readonly examples: readonly LeftCase[];
  /** Why it stopped before the end, keeping what was done; null if it finished. */
  readonly stoppedBy: unknown;
};

export type HandOutOptions = {
  readonly now: number;
  readonly expiresAt: number;
  readonly mintNonce: () => string;
};

export type TemplateOutcome = { readonly template: Template } | { readonly refusal: TemplateRefusal };
