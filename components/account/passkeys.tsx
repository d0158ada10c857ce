"use client";

import { KeyRound } from "lucide-react";
import { useState, useTransition } from "react";
import { ConfirmedAct } from "@/components/access/confirmed-act";
import { useHasHostName } from "@/components/access/host-name";
import { ProofPanel } from "@/components/access/proof-panel";
import type { ProvenAction } from "@/components/access/proven-form";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { TextInput } from "@/components/ui/form/text-input";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { Passkey } from "@/domain/access/person";
import type { ProofRequest } from "@/domain/access/proof";

export type NewPasskeyActions = {
  /** Passkey options for the browser, as JSON; or why none could be created. */
  readonly begin: (
    form: FormData,
  ) => Promise<{ readonly options: string } | { readonly problem: string } | ProofRequest>;
  readonly finish: (response: string, name: string) => Promise<{ readonly problem: string | null }>;
};

type PasskeysProps = {
  readonly passkeys: readonly Passkey[];
  readonly actions: NewPasskeyActions;
  readonly remove: ProvenAction;
  readonly now: number;
};

/** Lists, adds and removes passkeys, which can't be phished. */
export function Passkeys({ passkeys, actions, remove, now }: PasskeysProps) {
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
                    used <RelativeTime at={passkey.usedAt} now={now} />
                  </>
                )}
              </span>
              <ConfirmedAct
                action={remove}
                fields={{ passkey: passkey.id }}
                label="Remove"
                name={`Remove the passkey ${passkey.name}`}
                title={`Remove the passkey “${passkey.name}”?`}
                confirmLabel="Remove the passkey"
              >
                It no longer signs you in. Your sessions stay open; delete it on its device as well.
              </ConfirmedAct>
            </li>
          ))}
        </ul>
      ) : null}
      {hasHostName ? (
        <NewPasskey actions={actions} />
      ) : (
        <p className="text-ink-soft">
          Browsers keep passkeys for names only. Open Relink by its domain, or on this machine as <code>localhost</code>
          .
        </p>
      )}
    </div>
  );
}

function NewPasskey({ actions }: { actions: NewPasskeyActions }) {
  const [request, setRequest] = useState<ProofRequest | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();

  async function add(form: FormData): Promise<void> {
    const begun = await actions.begin(form);
    setRequest("confirm" in begun ? begun : null);
    if ("confirm" in begun) return;
    if ("problem" in begun) return setProblem(begun.problem);
    const { startRegistration } = await import("@simplewebauthn/browser");
    const response = await startRegistration({ optionsJSON: JSON.parse(begun.options) }).catch(() => null);
    if (!response)
      return setProblem("The browser created no passkey: it was cancelled, or this device already has one.");
    const finished = await actions.finish(JSON.stringify(response), String(form.get("passkey_name") ?? ""));
    setProblem(finished.problem);
  }

  const submit = (form: FormData) => startTransition(() => add(form));
  if (request) return <ProofPanel {...request} submit={submit} isPending={isPending} />;
  return (
    <form action={submit} className="grid max-w-md gap-4">
      <TextInput
        name="passkey_name"
        label="Name of the new passkey"
        hint="So that you know later which device it is on."
        defaultValue=""
        placeholder="Work laptop"
        required
        maxLength={80}
      />
      <FormError>{problem}</FormError>
      <Button type="submit" disabled={isPending} className="justify-self-start">
        {isPending ? "Waiting for your device …" : "Add a passkey"}
      </Button>
      <noscript>Passkeys need JavaScript.</noscript>
    </form>
  );
}
