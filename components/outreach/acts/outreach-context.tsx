"use client";

import { createContext, useContext } from "react";
import type { ActContent } from "@/domain/outreach/case-act";
import type { ActReply, Composed } from "@/domain/outreach/reply";
import type { Template } from "@/domain/outreach/template";

export type OutreachActions = {
  readonly act: (before: ActReply | null, sent: FormData) => Promise<ActReply>;
  readonly undo: (sent: FormData) => Promise<number>;
  readonly block: (sent: FormData) => Promise<void>;
  readonly unblock: (sent: FormData) => Promise<void>;
  readonly compose: (sent: FormData) => Promise<Composed>;
  readonly handOut: (before: Composed | null, sent: FormData) => Promise<Composed>;
  readonly revokeLink: (sent: FormData) => Promise<void>;
};

/** The facts and actions that a page provides for the work on cases. */
export type OutreachFacts = {
  readonly actions: OutreachActions;
  readonly me: number;
  /** The people of the team who may work on cases. */
  readonly team: readonly { readonly id: number; readonly name: string }[];
  readonly templates: readonly Pick<Template, "id" | "name" | "channel">[];
  /** The newest act when the page was rendered, to detect what others did since. */
  readonly seen: number;
};

/** The cases that an act is about. */
export type Target = {
  readonly ids: readonly string[];
  /** Everything that matches the query, except those ids. */
  readonly isAll: boolean;
  readonly query: string;
  /** The number of cases. */
  readonly cards: number;
  /** The title of the case if there is only one. */
  readonly title: string | null;
};

export type DialogName = "contact" | "snooze" | "dismiss" | "note" | "assign" | "block";

export type ActingOptions = {
  /** Users to contact again despite the cool-down. */
  readonly meantAgain?: readonly string[];
  /** Whether to act despite what others did since the page was rendered. */
  readonly isForced?: boolean;
};

export type Outreach = OutreachFacts & {
  readonly isBusy: boolean;
  readonly open: (dialog: DialogName, target: Target) => void;
  readonly run: (content: ActContent, target: Target, options?: ActingOptions) => void;
  /** Undoes the acts of one click, and reports the number of cases. */
  readonly undo: (batch: number) => void;
  /** Runs another change to cases, and reports it. */
  readonly change: (words: string, work: () => Promise<void>) => void;
};

/** The result of the last act, for the bar that reports it. */
export type Done =
  | { readonly kind: "act"; readonly reply: ActReply; readonly content: ActContent }
  | { readonly kind: "undone"; readonly cases: number }
  | { readonly kind: "changed"; readonly words: string }
  | { readonly kind: "failed" };

export const OutreachContext = createContext<Outreach | null>(null);

/** Returns null for people who may only read. */
export function useOutreach(): Outreach | null {
  return useContext(OutreachContext);
}

/** Targets one case. */
export function targetOf(id: string, title: string): Target {
  return { ids: [id], isAll: false, query: "", cards: 1, title };
}

/** Targets some cases. */
export function targetOfIds(ids: readonly string[]): Target {
  return { ids, isAll: false, query: "", cards: ids.length, title: null };
}
