"use client";

import { type FormEvent, useId } from "react";
import { Button } from "@/components/ui/form/button";
import { PERSONAL } from "@/components/ui/personal/personal";
import { NOTE_LENGTH_MAX } from "@/domain/outreach/case-act";
import type { FormProps } from "./form-props";
import { useOutreach } from "./outreach-context";

/** Adds a note for the rest of the team. */
export function NoteForm({ target, onDone }: FormProps) {
  const outreach = useOutreach();
  const id = useId();

  function add(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note")).trim();
    if (note === "") return;
    outreach?.run({ kind: "noted", note }, target);
    onDone();
  }

  return (
    <form onSubmit={add} className="grid gap-4">
      <div className="grid gap-1.5">
        <label htmlFor={id} className="font-medium">
          Note
        </label>
        <textarea
          {...PERSONAL}
          id={id}
          name="note"
          required
          rows={4}
          maxLength={NOTE_LENGTH_MAX}
          className="rounded-md border border-line-strong/60 bg-surface px-3 py-2"
        />
      </div>
      <Button type="submit" variant="primary" className="min-h-10">
        Add the note
      </Button>
    </form>
  );
}
