"use client";

import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { SelectInput } from "@/components/ui/select-input";
import { TextInput } from "@/components/ui/text-input";
import { DISMISS_REASONS } from "@/domain/case-act";
import type { FormProps } from "./act-dialog";
import { DISMISS_WORDS } from "./dismiss-words";
import { useOutreach } from "./outreach-context";

/** Why nothing more is to be done. */
export function DismissForm({ target, onDone }: FormProps) {
  const outreach = useOutreach();

  function dismiss(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = DISMISS_REASONS.find((one) => one === form.get("reason")) ?? "other";
    outreach?.run({ kind: "dismissed", reason, note: String(form.get("note")) }, target);
    onDone();
  }

  return (
    <form onSubmit={dismiss} className="grid gap-4">
      <SelectInput
        name="reason"
        label="Reason"
        value="no_answer"
        options={DISMISS_REASONS.map((reason) => [reason, DISMISS_WORDS[reason]])}
      />
      <TextInput
        name="note"
        label="Note"
        maxLength={2_000}
        hint="It closes by itself as reconnected, should they come back."
      />
      <Button type="submit" look="primary" className="min-h-10">
        Dismiss
      </Button>
    </form>
  );
}
