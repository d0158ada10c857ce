"use client";

import { ShieldQuestion } from "lucide-react";
import { startTransition, useId } from "react";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import type { ProofRequest } from "@/domain/access/proof";
import { ProofPassword } from "./proof-form";
import { useProofSettings } from "./proof-settings";
import { OtherProofWays } from "./proof-ways";

type ProofPanelProps = ProofRequest & {
  /** Submits the form again, now with a proof. */
  readonly submit: (form: FormData) => void;
  readonly isPending: boolean;
  /** The pending act, as it reads after "to": "remove Bo". For places with several acts. */
  readonly act?: string;
};

/** Replaces a form whose act needs a recent proof: asks for the proof, then submits the form as it was sent. */
export function ProofPanel({ confirm, submit, isPending, act }: ProofPanelProps) {
  const title = useId();
  const settings = useProofSettings();
  const { ways, problem, place, fields, losesSecret } = confirm;

  function sendAgain(): void {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    startTransition(() => submit(form));
  }

  return (
    <section aria-labelledby={title} className="grid w-full max-w-md gap-4 whitespace-normal">
      <div className="grid gap-1">
        <h3 id={title} className="flex items-center gap-2 font-semibold">
          <ShieldQuestion aria-hidden className="size-4 text-accent" /> Confirm it's you
        </h3>
        <p className="text-ink-soft">
          Your last confirmation was more than 15 minutes ago, and nothing has changed yet.{" "}
          {ways.includes("openid")
            ? "Confirm, and you come back to this page to try again."
            : losesSecret
              ? "Confirm, then enter the new password again."
              : `Confirm to ${act ?? "go on with what you entered"}.`}
        </p>
      </div>
      <FormError>{problem}</FormError>
      {ways.includes("password") ? (
        <form action={submit} className="grid gap-4">
          {fields.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name may stand in a form several times, in its order.
            <input key={index} type="hidden" name={name} value={value} />
          ))}
          <ProofPassword />
          <Button type="submit" variant="primary" disabled={isPending} className="min-h-10">
            {isPending ? "Checking …" : "Confirm and continue"}
          </Button>
        </form>
      ) : null}
      {settings ? <OtherProofWays {...settings} ways={ways} place={place} next={null} onProven={sendAgain} /> : null}
      {/* A full page load, so that the pending act is dropped. */}
      <a href={place} className="justify-self-start text-xs text-ink-soft underline hover:text-ink">
        Cancel
      </a>
    </section>
  );
}
