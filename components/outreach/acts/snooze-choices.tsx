"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/form/button";
import { TextInput } from "@/components/ui/form/text-input";
import { PERSONAL } from "@/components/ui/personal/personal";
import { morningOf, snoozePresets } from "@/domain/outreach/snooze";
import type { FormProps } from "./form-props";
import { useOutreach } from "./outreach-context";

/** Snoozes cases with one click, with the note if there is one; a certain day takes a form. */
export function SnoozeChoices({ target, onDone }: FormProps) {
  const outreach = useOutreach();
  const [presets] = useState(() => snoozePresets(Date.now()));
  const [problem, setProblem] = useState("");
  const form = useRef<HTMLFormElement>(null);

  function snooze(until: number | null): void {
    const note = form.current ? String(new FormData(form.current).get("note")) : "";
    outreach?.run({ kind: "snoozed", until, note }, target);
    onDone();
  }

  function snoozeUntilDay(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const until = morningOf(String(new FormData(event.currentTarget).get("day")));
    if (until === null || until <= Date.now()) setProblem("Choose a day in the future.");
    else snooze(until);
  }

  return (
    <>
      <ul className="grid grid-cols-1 gap-1.5 sm:grid-cols-2">
        {presets.map(({ words, until }) => (
          <li key={words}>
            <Button className="min-h-10 w-full justify-between" onClick={() => snooze(until)}>
              {words} <span className="font-normal text-ink-faint">{dayAndTime(until)}</span>
            </Button>
          </li>
        ))}
        <li>
          <Button className="min-h-10 w-full justify-between" onClick={() => snooze(null)}>
            Until they open the link <span className="font-normal text-ink-faint">needs one that is good</span>
          </Button>
        </li>
      </ul>
      <form ref={form} onSubmit={snoozeUntilDay} className="grid gap-3 border-t border-line pt-4">
        <TextInput name="day" type="date" label="Another day" required />
        <TextInput
          {...PERSONAL}
          name="note"
          label="Why"
          maxLength={500}
          hint="Shown when it comes back, whichever you choose."
        />
        <p role="alert" className="text-bad empty:hidden">
          {problem}
        </p>
        <Button type="submit" variant="primary" className="min-h-10">
          Snooze until that day
        </Button>
      </form>
    </>
  );
}

function dayAndTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" }).format(at);
}
