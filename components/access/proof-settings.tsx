"use client";

import { createContext, type ReactNode, useContext } from "react";

export type ProofActions = {
  /** Returns the options for the browser as JSON. */
  readonly beginPasskey: () => Promise<string | null>;
  /** Redirects to `next`; without one, returns null if the passkey was right. */
  readonly finishPasskey: (response: string, next: string | null) => Promise<{ readonly problem: string } | null>;
  readonly goToOpenId: (form: FormData) => Promise<void>;
};

export type ProofSettings = {
  readonly actions: ProofActions;
  /** Name of the single sign-on provider; null if none is set up. */
  readonly openIdName: string | null;
};

const ProofContext = createContext<ProofSettings | null>(null);

/** Lets forms anywhere below ask for a confirmation of identity. */
export function ProofProvider({ children, ...settings }: ProofSettings & { readonly children: ReactNode }) {
  return <ProofContext value={settings}>{children}</ProofContext>;
}

export function useProofSettings(): ProofSettings | null {
  return useContext(ProofContext);
}
