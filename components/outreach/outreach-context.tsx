"use client";

import { createContext, type ReactNode, useContext, useState, useTransition } from "react";
import { fetchedWhenShown } from "@/components/ui/fetched-when-shown";
import { actFields } from "@/domain/act-fields";
import type { ActContent } from "@/domain/case-act";
import type { Template } from "@/domain/template";
import type { ActReply, Composed } from "./reply";

export type OutreachActions = {
  readonly act: (before: ActReply | null, sent: FormData) => Promise<ActReply>;
  readonly undo: (sent: FormData) => Promise<number>;
  readonly block: (sent: FormData) => Promise<void>;
  readonly unblock: (sent: FormData) => Promise<void>;
  readonly compose: (sent: FormData) => Promise<Composed>;
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

type Options = { readonly isRepeated?: boolean; readonly isForced?: boolean };

export type Outreach = OutreachFacts & {
  readonly isBusy: boolean;
  readonly open: (dialog: DialogName, target: Target) => void;
  readonly run: (content: ActContent, target: Target, options?: Options) => void;
  /** Does something else that changes cases, and says so. */
  readonly change: (words: string, work: () => Promise<void>) => void;
};

/** What was done last, for the bar that says so. */
export type Done =
  | { readonly kind: "act"; readonly reply: ActReply; readonly content: ActContent }
  | { readonly kind: "undone"; readonly cases: number }
  | { readonly kind: "changed"; readonly words: string }
  | { readonly kind: "failed" };

const ActDialog = fetchedWhenShown(async () => (await import("./act-dialog")).ActDialog);
const OutcomeBar = fetchedWhenShown(async () => (await import("./outcome-bar")).OutcomeBar);
const Context = createContext<Outreach | null>(null);

/** For everything inside that works on cases: which dialog is open, what was done last, and how to take it back. */
export function OutreachProvider({ facts, children }: { facts: OutreachFacts; children: ReactNode }) {
  const [isBusy, startTransition] = useTransition();
  const [opened, setOpened] = useState<{ dialog: DialogName; target: Target } | null>(null);
  const [done, setDone] = useState<Done | null>(null);

  function attempt(work: () => Promise<Done>): void {
    setDone(null);
    startTransition(async () => {
      const outcome = await work().catch((): Done => ({ kind: "failed" }));
      startTransition(() => setDone(outcome));
    });
  }

  function run(content: ActContent, target: Target, { isRepeated = false, isForced = false }: Options = {}): void {
    const form = formOf(content, target);
    if (!isForced) form.set("seen", String(facts.seen));
    if (isRepeated) form.set("repeat", "yes");
    attempt(async () => ({ kind: "act", reply: await facts.actions.act(null, form), content }));
  }

  function undo(batch: number): void {
    const form = new FormData();
    form.set("batch", String(batch));
    attempt(async () => ({ kind: "undone", cases: await facts.actions.undo(form) }));
  }

  const outreach: Outreach = {
    ...facts,
    isBusy,
    run,
    open: (dialog, target) => setOpened({ dialog, target }),
    change: (words, work) =>
      attempt(async () => {
        await work();
        return { kind: "changed", words };
      }),
  };

  return (
    <Context value={outreach}>
      {children}
      {opened ? <ActDialog {...opened} onClose={() => setOpened(null)} /> : null}
      {done || isBusy ? (
        <OutcomeBar
          done={done}
          isBusy={isBusy}
          onUndo={undo}
          onForce={(content, ids) =>
            run(
              content,
              { ids, isAll: false, query: "", cards: ids.length, title: null },
              { isRepeated: true, isForced: true },
            )
          }
          onClose={() => setDone(null)}
        />
      ) : null}
    </Context>
  );
}

/** The same, where one may do more than look. */
export function OutreachScope({ facts, children }: { facts: OutreachFacts | null; children: ReactNode }) {
  return facts ? <OutreachProvider facts={facts}>{children}</OutreachProvider> : children;
}

/** Null where one may only look. */
export function useOutreach(): Outreach | null {
  return useContext(Context);
}

/** One case. */
export function targetOf(id: string, title: string): Target {
  return { ids: [id], isAll: false, query: "", cards: 1, title };
}

function formOf(content: ActContent, { ids, isAll, query }: Target): FormData {
  const form = new FormData();
  for (const [name, value] of actFields(content)) form.append(name, value);
  for (const id of ids) form.append("id", id);
  if (isAll) {
    form.set("all", "yes");
    form.set("query", query);
  }
  return form;
}
