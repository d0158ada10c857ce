"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/form/button";
import { TextInput } from "@/components/ui/form/text-input";
import type { AccountAction } from "./account-state";
import { FormResult } from "./form-result";

export function NameForm({ action, name, email }: { action: AccountAction; name: string; email: string }) {
  const [state, submit, isPending] = useActionState(action, null);
  return (
    <form action={submit} className="grid max-w-md gap-4">
      <TextInput key={name} name="name" label="Name" defaultValue={name} required maxLength={80} autoComplete="name" />
      <TextInput name="email" label="E-mail" defaultValue={email} readOnly />
      <FormResult state={state} />
      <Button type="submit" disabled={isPending} className="justify-self-start">
        Save the name
      </Button>
    </form>
  );
}
