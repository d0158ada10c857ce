"use client";

import { Fingerprint } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { useHasHostName } from "./host-name";

export type PasskeySignIn = {
  /** Returns the options for the browser as JSON; null after too many requests. */
  readonly begin: () => Promise<string | null>;
  /** Redirects to the requested page; returns only if something went wrong. */
  readonly finish: (response: string, next: string | null) => Promise<{ readonly problem: string } | null>;
};

type PasskeyButtonProps = {
  readonly actions: PasskeySignIn;
  /** Null to stay on this page. */
  readonly next: string | null;
  readonly onDone?: () => void;
};

/** Signs in with a passkey of this device, without an e-mail address. */
export function PasskeyButton({ actions, next, onDone }: PasskeyButtonProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const hasHostName = useHasHostName();

  async function signIn(): Promise<void> {
    setProblem(null);
    const options = await actions.begin();
    if (options === null) return setProblem("Too many attempts from here. Try again in a quarter of an hour.");
    const { startAuthentication } = await import("@simplewebauthn/browser");
    const response = await startAuthentication({ optionsJSON: JSON.parse(options) }).catch(() => null);
    if (!response) return setProblem("No passkey was selected. This device may have none for Relink.");
    const refused = await actions.finish(JSON.stringify(response), next);
    if (refused) return setProblem(refused.problem);
    onDone?.();
  }

  if (!hasHostName) return null;
  return (
    <div className="grid gap-3">
      <Button onClick={() => startTransition(signIn)} disabled={isPending} className="min-h-10">
        <Fingerprint aria-hidden className="size-4" /> {isPending ? "Waiting for your device …" : "Use a passkey"}
      </Button>
      <FormError>{problem}</FormError>
    </div>
  );
}
