"use client";

import { useActionState, useEffect } from "react";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { forgetTabDrafts } from "@/components/ui/form/tab-drafts";
import { TextInput } from "@/components/ui/form/text-input";
import { formatDuration } from "@/domain/values/duration";

/** The reason a sign-in failed. The e-mail address stays in its field. */
export type SignInRefusal = {
  readonly email: string;
  readonly problem: "incomplete" | "wrong" | "busy" | { readonly retryInMs: number };
};

export type SignInAction = (before: SignInRefusal | null, form: FormData) => Promise<SignInRefusal | null>;

type SignInFormProps = {
  readonly action: SignInAction;
  readonly next: string;
  /** True if a better way to sign in is offered above it. */
  readonly isSecond: boolean;
};

/** Signs in with e-mail address and password. Works without JavaScript. */
export function SignInForm({ action, next, isSecond }: SignInFormProps) {
  const [refusal, submit, isPending] = useActionState(action, null);
  // Nobody is signed in here any longer, for whatever reason.
  useEffect(forgetTabDrafts, []);
  return (
    <form action={submit} className="grid gap-4">
      <FormError>{refusal ? wordsOf(refusal.problem) : null}</FormError>
      <input type="hidden" name="next" value={next} />
      <TextInput
        key={refusal?.email}
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username webauthn"
        required
        maxLength={254}
        defaultValue={refusal?.email ?? ""}
      />
      <TextInput
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        maxLength={256}
      />
      <Button type="submit" variant={isSecond ? "plain" : "primary"} disabled={isPending} className="min-h-10">
        {isPending ? "Signing in …" : "Sign in"}
      </Button>
    </form>
  );
}

function wordsOf(problem: SignInRefusal["problem"]): string {
  if (problem === "incomplete") return "Enter your e-mail address and password.";
  if (problem === "wrong") return "This e-mail address and password don't belong together.";
  if (problem === "busy") return "Too many people are signing in. Try again in a moment.";
  return `Too many attempts failed from here. Try again in ${formatDuration(problem.retryInMs)}, sign in with a passkey, or in a browser that you have used before.`;
}
