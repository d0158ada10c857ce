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

/** What a page knows for the work on cases. */
export type OutreachFacts = {
  readonly actions: OutreachActions;
  readonly me: number;
  /** Those of the team who may work on cases. */
  readonly team: readonly { readonly id: number; readonly name: string }[];
  readonly templates: readonly Pick<Template, "id" | "name" | "channel">[];
  /** The newest act when the page was drawn: what others do after it is news. */
  readonly seen: number;
};

/** Which cases something is done about. */
export type Target = {
  readonly ids: readonly string[];
  /** All that match the query, but for those ids. */
  readonly isAll: boolean;
  readonly query: string;
  /** How many cards that is. */
  readonly cards: number;
  /** Who it is, where it is one. */
  readonly title: string | null;
};

export type DialogName = "contact" | "snooze" | "dismiss" | "note" | "assign" | "block";

export type ActingOptions = {
  /** Those who are to be contacted although they were a short time ago. */
  readonly meantAgain?: readonly string[];
  /** Whatever others did since the page was drawn. */
  readonly isForced?: boolean;
};

export type Outreach = OutreachFacts & {
  readonly isBusy: boolean;
  readonly open: (dialog: DialogName, target: Target) => void;
  readonly run: (content: ActContent, target: Target, options?: ActingOptions) => void;
  /** Takes back what was done with one click, and says about how many cases. */
  readonly undo: (batch: number) => void;
  /** Does something else that changes cases, and says so. */
  readonly change: (words: string, work: () => Promise<void>) => void;
};

/** What was done last, for the bar that says so. */
export type Done =
  | { readonly kind: "act"; readonly reply: ActReply; readonly content: ActContent }
  | { readonly kind: "undone"; readonly cases: number }
  | { readonly kind: "changed"; readonly words: string }
  | { readonly kind: "failed" };

export const OutreachContext = createContext<Outreach | null>(null);

/** Null where one may only look. */
export function useOutreach(): Outreach | null {
  return useContext(OutreachContext);
}

/** One case. */
export function targetOf(id: string, title: string): Target {
  return { ids: [id], isAll: false, query: "", cards: 1, title };
}

/** Some cases. */
export function targetOfIds(ids: readonly string[]): Target {
  return { ids, isAll: false, query: "", cards: ids.length, title: null };
}
