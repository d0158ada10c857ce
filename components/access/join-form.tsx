"use client";

import { useActionState } from "react";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { TextInput } from "@/components/ui/form/text-input";

/** The reason a link was not used. The form keeps what was typed, except passwords. */
export type JoinRefusal = { readonly email: string; readonly name: string; readonly problem: string };
export type JoinAction = (before: JoinRefusal | null, form: FormData) => Promise<JoinRefusal | null>;

type JoinFormProps = {
  readonly action: JoinAction;
  readonly secret: string;
  /** Set if the link is for one person. */
  readonly email: string | null;
  /** True if the form asks for a name; people who already have one keep it. */
  readonly asksName: boolean;
  readonly button: string;
};

/** Asks a new person for a name and a password. */
export function JoinForm({ action, secret, email, asksName, button }: JoinFormProps) {
  const [refusal, submit, isPending] = useActionState(action, null);
  return (
    <form action={submit} className="grid gap-4">
      <FormError>{refusal?.problem}</FormError>
      <input type="hidden" name="secret" value={secret} />
      {asksName ? (
        <TextInput
          key={`name ${refusal?.name}`}
          name="name"
          label="Name"
          hint="The name your team knows you by: it's shown next to what you do."
          autoComplete="name"
          required
          maxLength={80}
          defaultValue={refusal?.name ?? ""}
        />
      ) : null}
      <TextInput
        key={`email ${refusal?.email}`}
        name="email"
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        maxLength={254}
        readOnly={email !== null}
        defaultValue={email ?? refusal?.email ?? ""}
      />
      <TextInput
        name="password"
        label="Password"
        hint="At least 12 characters. A sentence of unrelated words is easy to remember and hard to guess."
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        maxLength={256}
      />
      <Button type="submit" variant="primary" disabled={isPending} className="min-h-10">
        {isPending ? "One moment …" : button}
      </Button>
    </form>
  );
}
