"use client";

import { useRef } from "react";
import { Button } from "@/components/ui/form/button";
import { TextInput } from "@/components/ui/form/text-input";
import { DISMISS_REASONS, type DismissReason } from "@/domain/outreach/case-act";
import { DISMISS_WORDS } from "@/domain/outreach/case-words";
import type { FormProps } from "./form-props";
import { useOutreach } from "./outreach-context";

/** Dismisses cases: a click on a reason does so, with the note if there is one. */
export function DismissForm({ target, onDone }: FormProps) {
  const outreach = useOutreach();
  const form = useRef<HTMLFormElement>(null);

  function dismiss(reason: DismissReason): void {
    const note = form.current ? String(new FormData(form.current).get("note")) : "";
    outreach?.run({ kind: "dismissed", reason, note }, target);
    onDone();
  }

  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} className="grid gap-4">
      <ul className="grid grid-cols-1 gap-1.5">
        {DISMISS_REASONS.map((reason) => (
          <li key={reason}>
            <Button className="min-h-10 w-full" onClick={() => dismiss(reason)}>
              {DISMISS_WORDS[reason]}
            </Button>
          </li>
        ))}
      </ul>
      <TextInput
        name="note"
        label="Note"
        maxLength={2_000}
        hint="Write it before you choose. If they come back, the case counts as reconnected automatically."
      />
    </form>
  );
}
