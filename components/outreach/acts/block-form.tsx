"use client";

import type { FormEvent } from "react";
import { Button } from "@/components/ui/form/button";
import { TextInput } from "@/components/ui/form/text-input";
import { PERSONAL } from "@/components/ui/personal/personal";
import type { FormProps } from "./form-props";
import { useOutreach } from "./outreach-context";

/** Blocks contact: from then on nobody can note a contact with the user or hand out a link. */
export function BlockForm({ target, onDone }: FormProps) {
  const outreach = useOutreach();

  function block(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    form.set("id", target.ids[0] ?? "");
    outreach?.change("Nobody may contact this user.", () => outreach.actions.block(form));
    onDone();
  }

  return (
    <form onSubmit={block} className="grid gap-4">
      <TextInput
        {...PERSONAL}
        name="reason"
        label="Why"
        maxLength={300}
        required
        hint="Everyone who opens the user sees it."
      />
      <Button type="submit" variant="primary" className="min-h-10">
        Do not contact
      </Button>
    </form>
  );
}
