"use client";

import { LoaderCircle } from "lucide-react";
import { useActionState, useEffect } from "react";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";

type StartProblem = "not_good" | "connected" | "too_often" | "refused" | "unavailable";

/** The address to continue at, or the reason there is none; null before the first attempt. */
export type StartState = { readonly url: string } | { readonly problem: StartProblem } | null;

type StartFormProps = {
  readonly action: (before: StartState, sent: FormData) => Promise<StartState>;
  readonly token: string;
  readonly button: string;
};

const PROBLEM_WORDS: Record<StartProblem, string> = {
  not_good: "This link no longer works. Please ask the person who sent it for a new one.",
  connected: "You're already connected. There's nothing to do.",
  too_often: "Too many attempts. Please try again in 15 minutes.",
  refused:
    "We're sorry: reconnecting doesn't work at the moment. It is nothing that you did, and nothing is lost. Please tell the team that sent you this link.",
  unavailable:
    "We're sorry: the sign-in isn't available at the moment. Nothing is lost. Please try again in a few minutes.",
};

/**
 * Shows one button, which works once: a session's address is valid for one visit. With JavaScript only the script follows it;
 * without, the page itself does.
 */
export function StartForm({ action, token, button }: StartFormProps) {
  const [state, run, isPending] = useActionState(action, null);
  const url = state && "url" in state ? state.url : null;

  useEffect(() => {
    if (url) location.assign(url);
  }, [url]);

  // After going back, a browser may show this page as it was left, with a used address.
  useEffect(() => {
    const startAgain = ({ persisted }: PageTransitionEvent) => persisted && location.reload();
    addEventListener("pageshow", startAgain);
    return () => removeEventListener("pageshow", startAgain);
  }, []);

  if (url) {
    return (
      <>
        <p role="status">Taking you to the sign-in…</p>
        <noscript>
          <meta httpEquiv="refresh" content={`0;url=${url}`} />
          <a href={url} className="font-medium text-accent underline">
            Continue, if nothing happens
          </a>
        </noscript>
      </>
    );
  }
  return (
    <form action={run} className="grid gap-3">
      <input type="hidden" name="token" value={token} />
      <FormError>{state && "problem" in state && !isPending ? PROBLEM_WORDS[state.problem] : null}</FormError>
      <Button type="submit" variant="primary" className="min-h-11 text-base" disabled={isPending}>
        {isPending ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : null}
        {isPending ? "One moment …" : button}
      </Button>
    </form>
  );
}
