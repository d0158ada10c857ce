"use client";

import { useActionState } from "react";
import { ProofPanel } from "@/components/access/proof-panel";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { SelectInput } from "@/components/ui/form/select-input";
import { TextInput } from "@/components/ui/form/text-input";
import type { ProofRequest } from "@/domain/access/proof";
import { ROLE_WORDS, ROLES, type Role } from "@/domain/access/role";
import { MadeLink } from "./made-link";

/** A link that was created, or the reason none was; null before the first attempt. */
export type LinkState =
  | { readonly path: string; readonly origin: string; readonly email: string }
  | { readonly problem: string; readonly email: string; readonly role?: Role }
  | ProofRequest
  | null;
export type LinkAction = (before: LinkState, form: FormData) => Promise<LinkState>;

/** Invites someone by a link that works once, within a week. */
export function InviteForm({ action }: { action: LinkAction }) {
  const [state, submit, isPending] = useActionState(action, null);
  if (state && "confirm" in state) return <ProofPanel {...state} submit={submit} isPending={isPending} />;
  const problem = state && "problem" in state ? state : null;
  return (
    <form action={submit} className="grid gap-4">
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_14rem]">
        <TextInput
          key={problem?.email}
          name="email"
          label="E-mail"
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          defaultValue={problem?.email ?? ""}
        />
        <SelectInput
          key={problem?.role}
          name="role"
          label="Role"
          value={problem?.role ?? "viewer"}
          options={ROLES.map((role) => [role, `${ROLE_WORDS[role].label}: ${ROLE_WORDS[role].may}`])}
        />
        <Button type="submit" variant="primary" disabled={isPending} className="min-h-10 justify-self-start">
          Invite
        </Button>
      </div>
      <FormError>{problem?.problem}</FormError>
      {state && "path" in state ? (
        <MadeLink
          path={state.path}
          origin={state.origin}
          words={`Send this to ${state.email}. It is shown once, good for a week and for one person.`}
        />
      ) : null}
    </form>
  );
}
