"use client";

import { createContext, type ReactNode, useContext } from "react";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import type { ProofWay } from "@/domain/proof";
import { PasskeyButton } from "./passkey-button";

export type ProofActions = {
  /** The options for the browser, as JSON. */
  readonly beginPasskey: () => Promise<string | null>;
  /** Goes on to a place, or returns null when the passkey was right. */
  readonly finishPasskey: (response: string, next: string | null) => Promise<{ readonly problem: string } | null>;
  readonly goToOpenId: (form: FormData) => Promise<void>;
};

export type ProofSettings = {
  readonly actions: ProofActions;
  /** What the team calls its single sign-on; null if there is none. */
  readonly openIdName: string | null;
};

const ProofContext = createContext<ProofSettings | null>(null);

/** Lets forms anywhere below ask their person to confirm that it's them. */
export function ProofProvider({ children, ...settings }: ProofSettings & { readonly children: ReactNode }) {
  return <ProofContext value={settings}>{children}</ProofContext>;
}

export function useProofSettings(): ProofSettings | null {
  return useContext(ProofContext);
}

type OtherProofWaysProps = ProofSettings & {
  readonly ways: readonly ProofWay[];
  /** Where single sign-on leads back to. */
  readonly place: string;
  /** Where a passkey leads; null to stay and call `onProven`. */
  readonly next: string | null;
  readonly onProven?: () => void;
};

/** The ways to confirm without a password. */
export function OtherProofWays({ ways, place, next, actions, openIdName, onProven }: OtherProofWaysProps) {
  return (
    <>
      {ways.includes("passkey") ? (
        <PasskeyButton
          actions={{ begin: actions.beginPasskey, finish: actions.finishPasskey }}
          next={next}
          {...(onProven ? { onDone: onProven } : {})}
        />
      ) : null}
      {ways.includes("openid") ? (
        <form action={actions.goToOpenId} className="grid">
          <input type="hidden" name="next" value={place} />
          <Button type="submit" look="primary" className="min-h-10">
            Continue with {openIdName}
          </Button>
        </form>
      ) : null}
      {ways.length === 0 ? (
        <FormProblem>You have no way to confirm here. Sign out and in again, then try again.</FormProblem>
      ) : null}
    </>
  );
}
