"use client";

import { useActionState } from "react";
import { ProofPanel } from "@/components/access/proof-panel";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { TextInput } from "@/components/ui/form/text-input";
import type { ProofRequest } from "@/domain/access/proof";
import { SETTING_LABELS } from "@/domain/operations/setting-words";
import type { Settings } from "@/domain/operations/settings";

export type SavedState = { readonly saved: true } | { readonly problem: string } | ProofRequest | null;

type OutreachFormProps = {
  readonly settings: Pick<Settings, "teamName" | "coolDownHours" | "linkDays" | "chatAddress">;
  readonly action: (before: SavedState, sent: FormData) => Promise<SavedState>;
};

/** Edits the team's public name and the rules for contacting users. */
export function OutreachForm({ settings, action }: OutreachFormProps) {
  const [state, run, isPending] = useActionState(action, null);
  if (state && "confirm" in state) return <ProofPanel {...state} submit={run} isPending={isPending} />;
  return (
    <form action={run} className="grid gap-4">
      <TextInput
        name="teamName"
        label={SETTING_LABELS.teamName}
        defaultValue={settings.teamName}
        maxLength={60}
        hint="Shown on the page that a reconnect link opens."
      />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextInput
          name="coolDownHours"
          label={SETTING_LABELS.coolDownHours}
          type="number"
          min={0}
          max={720}
          defaultValue={settings.coolDownHours}
          hint="A second contact sooner than that needs confirmation."
        />
        <TextInput
          name="linkDays"
          label={SETTING_LABELS.linkDays}
          type="number"
          min={1}
          max={365}
          defaultValue={settings.linkDays}
        />
      </div>
      <TextInput
        name="chatAddress"
        label={SETTING_LABELS.chatAddress}
        defaultValue={settings.chatAddress}
        maxLength={500}
        placeholder="https://chat.example.com/to/{user}?text={message}"
        hint="Opens a chat with the message filled in. {message}, {user} and {username} are filled in."
      />
      <FormError>{state && "problem" in state && !isPending ? state.problem : null}</FormError>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" className="min-h-10" disabled={isPending}>
          Save
        </Button>
        <span role="status" className="text-ok">
          {state && "saved" in state && !isPending ? "Saved." : ""}
        </span>
      </div>
    </form>
  );
}
