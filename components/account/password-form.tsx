"use client";

import { useActionState } from "react";
import { ProofPanel } from "@/components/access/proof-panel";
import { Button } from "@/components/ui/form/button";
import { TextInput } from "@/components/ui/form/text-input";
import { PROOF_FIELD } from "@/domain/access/proof";
import type { AccountAction } from "./account-state";
import { FormResult } from "./form-result";

/** Sets a new password. A person who already has one enters it first. */
export function PasswordForm({ action, hasPassword }: { action: AccountAction; hasPassword: boolean }) {
  const [state, submit, isPending] = useActionState(action, null);
  if (state && "confirm" in state && !hasPassword) {
    return <ProofPanel {...state} submit={submit} isPending={isPending} />;
  }
  return (
    <form action={submit} className="grid max-w-md gap-4">
      {hasPassword ? (
        <TextInput
          name={PROOF_FIELD}
          label="Current password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={256}
        />
      ) : null}
      <TextInput
        name="password"
        label="New password"
        hint="At least 12 characters. You stay signed in here; everywhere else you are signed out."
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={256}
      />
      <FormResult
        state={
          state && "confirm" in state ? { problem: state.confirm.problem ?? "Enter your current password." } : state
        }
      />
      <Button type="submit" disabled={isPending} className="justify-self-start">
        {hasPassword ? "Change the password" : "Set a password"}
      </Button>
    </form>
  );
}
