"use client";

import { KeyRound } from "lucide-react";
import { useState, useTransition } from "react";
import { useHasHostName } from "@/components/access/host-name";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import { Moment } from "@/components/ui/moment";
import { TextInput } from "@/components/ui/text-input";
import type { Passkey } from "@/domain/person";
import { ProofField } from "./proof-field";

export type NewPasskeyActions = {
  /** The options for the browser, as JSON; or why there are none. */
  readonly begin: (form: FormData) => Promise<{ readonly options: string } | { readonly problem: string }>;
  readonly finish: (response: string, name: string) => Promise<{ readonly problem: string | null }>;
};

type PasskeysProps = {
  readonly passkeys: readonly Passkey[];
  readonly actions: NewPasskeyActions;
  readonly remove: (form: FormData) => Promise<void>;
  readonly hasPassword: boolean;
  readonly now: number;
};

/** Sign-in with a fingerprint, a face or a key, with nothing that could be phished. */
export function Passkeys({ passkeys, actions, remove, hasPassword, now }: PasskeysProps) {
  const hasHostName = useHasHostName();
  return (
    <div className="grid max-w-xl gap-4">
      {passkeys.length > 0 ? (
        <ul className="grid divide-y divide-line rounded-lg border border-line">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
              <KeyRound aria-hidden className="size-4 text-ink-faint" />
              <span className="min-w-0 flex-1 truncate font-medium">{passkey.name}</span>
              <span className="text-xs text-ink-soft">
                {passkey.usedAt === null ? (
                  "not used yet"
                ) : (
                  <>
                    used <Moment at={passkey.usedAt} now={now} />
                  </>
                )}
              </span>
              <form action={remove}>
                <input type="hidden" name="passkey" value={passkey.id} />
                <Button type="submit" aria-label={`Remove the passkey ${passkey.name}`}>
                  Remove
                </Button>
              </form>
            </li>
          ))}
        </ul>
      ) : null}
      {hasHostName ? (
        <NewPasskey actions={actions} hasPassword={hasPassword} />
      ) : (
        <p className="text-ink-soft">
          Browsers keep passkeys for names only. Open Relink by its domain, or on this machine as <code>localhost</code>
          .
        </p>
      )}
    </div>
  );
}

function NewPasskey({ actions, hasPassword }: { actions: NewPasskeyActions; hasPassword: boolean }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();

  async function add(form: FormData): Promise<void> {
    const begun = await actions.begin(form);
    if ("problem" in begun) return setProblem(begun.problem);
    const { startRegistration } = await import("@simplewebauthn/browser");
    const response = await startRegistration({ optionsJSON: JSON.parse(begun.options) }).catch(() => null);
    if (!response) return setProblem("The browser made no passkey: it was cancelled, or this device has one already.");
    const finished = await actions.finish(JSON.stringify(response), String(form.get("passkey_name") ?? ""));
    setProblem(finished.problem);
  }

  return (
    <form action={(form) => startTransition(() => add(form))} className="grid max-w-md gap-4">
      <TextInput
        name="passkey_name"
        label="Name of the new passkey"
        hint="So that you know later which device it is on."
        defaultValue=""
        placeholder="Work laptop"
        required
        maxLength={80}
      />
      <ProofField hasPassword={hasPassword} />
      <FormProblem>{problem}</FormProblem>
      <Button type="submit" disabled={isPending} className="justify-self-start">
        {isPending ? "Waiting for your device …" : "Add a passkey"}
      </Button>
      <noscript>Passkeys need scripts to be on.</noscript>
    </form>
  );
}
