"use client";

import { ShieldCheck } from "lucide-react";
import { useActionState } from "react";
import { ProofPanel } from "@/components/access/proof-panel";
import { Button } from "@/components/ui/form/button";
import { CopyButton } from "@/components/ui/form/copy-button";
import { FormError } from "@/components/ui/form/form-error";
import { TextInput } from "@/components/ui/form/text-input";
import type { ProofRequest } from "@/domain/access/proof";
import type { QrPicture } from "@/domain/access/qr-picture";
import type { AccountAction, TwoStepAction, TwoStepState } from "./account-state";
import { FormResult } from "./form-result";

type TwoStepProps = {
  readonly isOn: boolean;
  /** Begins and confirms: one action handles every step. */
  readonly turnOn: TwoStepAction;
  readonly turnOff: AccountAction;
};

/** Turns the second step on and off. Turning it on takes a code, which shows that the app knows the secret. */
export function TwoStep({ isOn, turnOn, turnOff }: TwoStepProps) {
  const [state, submit, isPending] = useActionState(turnOn, null);
  if (state && "confirm" in state) return <ProofPanel {...state} submit={submit} isPending={isPending} />;
  if (state?.kind === "codes") return <RecoveryCodes codes={state.codes} />;
  if (isOn) return <TurnOff action={turnOff} again={submit} isPending={isPending} state={state} />;
  if (state?.kind === "show") {
    return (
      <form action={submit} className="grid max-w-md gap-4">
        <p className="text-ink-soft">Scan this with your authenticator app, then give the code that it shows.</p>
        <Picture picture={state.picture} />
        <p className="flex flex-wrap items-center gap-1 text-xs text-ink-soft">
          Or type:{" "}
          <code className="font-mono break-all text-ink">{(state.secret.match(/.{1,4}/g) ?? []).join(" ")}</code>
          <CopyButton text={state.secret} label="Copy the secret" />
        </p>
        <input type="hidden" name="step" value="confirm" />
        <TextInput
          name="code"
          label="Code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maxLength={10}
          autoFocus
        />
        <FormError>{state.problem}</FormError>
        <Button type="submit" variant="primary" disabled={isPending} className="justify-self-start">
          Turn it on
        </Button>
      </form>
    );
  }
  return (
    <form action={submit} className="grid max-w-md gap-4">
      <p className="text-ink-soft">
        Off. With it, a stolen password alone opens nothing: a code from your phone is asked for as well.
      </p>
      <input type="hidden" name="step" value="begin" />
      <FormError>{state?.problem}</FormError>
      <Button type="submit" disabled={isPending} className="justify-self-start">
        Set up an authenticator app
      </Button>
    </form>
  );
}

function TurnOff(props: {
  action: AccountAction;
  again: (form: FormData) => void;
  isPending: boolean;
  state: Exclude<TwoStepState, ProofRequest>;
}) {
  const [outcome, submit, isPending] = useActionState(props.action, null);
  if (outcome && "confirm" in outcome) return <ProofPanel {...outcome} submit={submit} isPending={isPending} />;
  const problem = props.state?.kind === "problem" ? props.state.problem : null;
  return (
    <div className="grid max-w-md gap-4">
      <p className="flex items-center gap-2">
        <ShieldCheck aria-hidden className="size-4 text-ok" /> On: a code is asked for after your password.
      </p>
      <FormError>{problem}</FormError>
      <FormResult state={outcome} />
      <div className="flex flex-wrap gap-2">
        <form action={props.again}>
          <input type="hidden" name="step" value="codes" />
          <Button type="submit" disabled={props.isPending}>
            Make new recovery codes
          </Button>
        </form>
        <form action={submit}>
          <Button type="submit" disabled={isPending}>
            Turn it off
          </Button>
        </form>
      </div>
    </div>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div className="grid max-w-md gap-3" role="status">
      <p className="flex items-center gap-2 font-medium text-ok">
        <ShieldCheck aria-hidden className="size-4" /> The second step is on.
      </p>
      <p className="text-ink-soft">
        Keep these recovery codes where your phone is not. Each lets you in once when the phone is lost. They are not
        shown again.
      </p>
      <ul className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-lg border border-line bg-sunken p-4 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p className="flex items-center gap-1 text-ink-soft">
        <CopyButton text={codes.join("\n")} label="Copy the recovery codes" /> Copy all of them
      </p>
    </div>
  );
}

function Picture({ picture }: { picture: QrPicture }) {
  return (
    <svg
      role="img"
      aria-label="QR code for your authenticator app"
      viewBox={`0 0 ${picture.size} ${picture.size}`}
      className="size-44 rounded-lg bg-white p-2"
      shapeRendering="crispEdges"
    >
      <path d={picture.path} fill="#000" />
    </svg>
  );
}
