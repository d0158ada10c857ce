"use client";

import { CircleCheck } from "lucide-react";
import { useActionState } from "react";
import { ProofPanel } from "@/components/access/proof-panel";
import { Button } from "@/components/ui/form/button";
import { CopyButton } from "@/components/ui/form/copy-button";
import { FormError } from "@/components/ui/form/form-error";
import { SelectInput } from "@/components/ui/form/select-input";
import { TextInput } from "@/components/ui/form/text-input";
import { TOKEN_DAYS } from "@/domain/access/api-token";
import type { ProofRequest } from "@/domain/access/proof";
import { ROLE_WORDS, ROLES, type Role } from "@/domain/access/role";

/** A new token, shown once, or the reason there is none. */
export type TokenState =
  | { readonly secret: string; readonly name: string }
  | { readonly problem: string; readonly typed?: Typed }
  | ProofRequest
  | null;
type Typed = { readonly name: string; readonly role: Role; readonly days: number };
type TokenAction = (before: TokenState, form: FormData) => Promise<TokenState>;

/** Creates an API token. */
export function TokenForm({ action }: { action: TokenAction }) {
  const [state, submit, isPending] = useActionState(action, null);
  if (state && "confirm" in state) return <ProofPanel {...state} submit={submit} isPending={isPending} />;
  const typed = state && "problem" in state ? state.typed : undefined;
  return (
    <form action={submit} className="grid gap-4">
      <div key={JSON.stringify(typed)} className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_12rem_8rem]">
        <TextInput
          name="name"
          label="Name"
          placeholder="Nightly report"
          required
          maxLength={80}
          autoComplete="off"
          defaultValue={typed?.name ?? ""}
        />
        <SelectInput
          name="role"
          label="Role"
          value={typed?.role ?? "viewer"}
          options={ROLES.map((role) => [role, ROLE_WORDS[role].label])}
        />
        <SelectInput
          name="days"
          label="Good for"
          value={String(typed?.days ?? 90)}
          options={TOKEN_DAYS.map((days) => [String(days), `${days} days`])}
        />
        <Button type="submit" variant="primary" disabled={isPending} className="min-h-10 justify-self-start">
          Make a token
        </Button>
      </div>
      <FormError>{state && "problem" in state ? state.problem : null}</FormError>
      {state && "secret" in state ? (
        <div role="status" className="grid gap-1.5 rounded-lg border border-ok/30 bg-ok-soft px-4 py-3">
          <p className="flex items-center gap-2 font-medium text-ok">
            <CircleCheck aria-hidden className="size-4" /> {state.name}: copy it now, it is not shown again.
          </p>
          <p className="flex items-center gap-1">
            <code className="min-w-0 font-mono text-xs break-all">{state.secret}</code>
            <CopyButton text={state.secret} label="Copy the token" />
          </p>
        </div>
      ) : null}
    </form>
  );
}
