"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { TextInput } from "@/components/ui/form/text-input";

export type CodeRefusal = "wrong" | "too_many";
export type CodeAction = (before: CodeRefusal | null, form: FormData) => Promise<CodeRefusal | null>;

const WORDS: Readonly<Record<CodeRefusal, string>> = {
  wrong: "This code is not right, was used already, or is from another minute. Wait for the next one.",
  too_many: "Too many wrong codes. Sign in again in 15 minutes.",
};

/** Asks for the second step: a code from the authenticator app, or a recovery code. */
export function CodeForm({ action }: { action: CodeAction }) {
  const [refusal, submit, isPending] = useActionState(action, null);
  return (
    <form action={submit} className="grid gap-4">
      <FormError>{refusal ? WORDS[refusal] : null}</FormError>
      <TextInput
        name="code"
        label="Code"
        hint="Six digits from your authenticator app, or one of your recovery codes."
        autoComplete="one-time-code"
        inputMode="text"
        required
        maxLength={40}
        autoFocus
        spellCheck={false}
      />
      <Button type="submit" variant="primary" disabled={isPending} className="min-h-10">
        {isPending ? "Checking …" : "Continue"}
      </Button>
    </form>
  );
}
