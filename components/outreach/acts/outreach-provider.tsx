"use client";

import { type ReactNode, useState, useTransition } from "react";
import { useSelection } from "@/components/lists/selection";
import { lazyComponent } from "@/components/ui/lazy/lazy-component";
import { actFields } from "@/domain/outreach/act-fields";
import type { ActContent } from "@/domain/outreach/case-act";
import {
  type ActingOptions,
  type DialogName,
  type Done,
  type Outreach,
  OutreachContext,
  type OutreachFacts,
  type Target,
  targetOfIds,
} from "./outreach-context";

const ActDialog = lazyComponent(async () => (await import("./act-dialog")).ActDialog);
const OutcomeBar = lazyComponent(async () => (await import("./outcome-bar")).OutcomeBar);

/** Provides the work on cases to everything inside: the open dialog, the last result, and how to undo it. */
export function OutreachProvider({ facts, children }: { facts: OutreachFacts; children: ReactNode }) {
  const [isBusy, startTransition] = useTransition();
  const [opened, setOpened] = useState<{ dialog: DialogName; target: Target } | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const { deselect } = useSelection();

  function attempt(work: () => Promise<Done>): void {
    setDone(null);
    startTransition(async () => {
      const outcome = await work().catch((): Done => ({ kind: "failed" }));
      startTransition(() => setDone(outcome));
    });
  }

  function run(content: ActContent, target: Target, { meantAgain = [], isForced = false }: ActingOptions = {}): void {
    const form = formOf(content, target);
    if (!isForced) form.set("seen", String(facts.seen));
    for (const id of meantAgain) form.append("again", id);
    attempt(async () => {
      const reply = await facts.actions.act(null, form);
      if (reply.batch !== null && !reply.isStopped) deselect(target.isAll ? "all" : target.ids);
      return { kind: "act", reply, content };
    });
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
    undo,
    open: (dialog, target) => setOpened({ dialog, target }),
    change: (words, work) =>
      attempt(async () => {
        await work();
        return { kind: "changed", words };
      }),
  };

  return (
    <OutreachContext value={outreach}>
      {children}
      {opened ? <ActDialog {...opened} onClose={() => setOpened(null)} /> : null}
      {done || isBusy ? (
        <OutcomeBar
          done={done}
          isBusy={isBusy}
          onUndo={undo}
          onForce={(content, ids, meantAgain) => run(content, targetOfIds(ids), { meantAgain, isForced: true })}
          onClose={() => setDone(null)}
        />
      ) : null}
    </OutreachContext>
  );
}

/** Provides the work on cases if there are facts, that is, for people who may do more than read. */
export function OutreachScope({ facts, children }: { facts: OutreachFacts | null; children: ReactNode }) {
  return facts ? <OutreachProvider facts={facts}>{children}</OutreachProvider> : children;
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
