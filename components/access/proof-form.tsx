"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { TextInput } from "@/components/ui/form/text-input";
import { PROOF_FIELD, type ProofWay } from "@/domain/access/proof";
import type { ProofSettings } from "./proof-settings";
import { OtherProofWays } from "./proof-ways";

/** The reason a password was refused; null before the first attempt. */
export type ProofRefusal = { readonly problem: string } | null;

type ProofFormProps = ProofSettings & {
  readonly ways: readonly ProofWay[];
  readonly next: string;
  /** The problem that led back to this page. */
  readonly problem: string | null;
  readonly confirmByPassword: (before: ProofRefusal, form: FormData) => Promise<ProofRefusal>;
};

/** Asks a signed-in person to confirm their identity, and leads them back. */
export function ProofForm({ ways, next, problem, confirmByPassword, ...settings }: ProofFormProps) {
  const [refusal, submit, isPending] = useActionState(confirmByPassword, null);
  return (
    <>
      <FormError>{refusal?.problem ?? problem}</FormError>
      {ways.includes("password") ? (
        <form action={submit} className="grid gap-4">
          <input type="hidden" name="next" value={next} />
          <ProofPassword />
          <Button type="submit" variant="primary" disabled={isPending} className="min-h-10">
            {isPending ? "Checking …" : "Confirm"}
          </Button>
        </form>
      ) : null}
      <OtherProofWays {...settings} ways={ways} place={next} next={next} />
    </>
  );
}

export function ProofPassword() {
  return (
    <TextInput
      name={PROOF_FIELD}
      label="Your password"
      type="password"
      autoComplete="current-password"
      required
      maxLength={256}
      autoFocus
    />
  );
}
