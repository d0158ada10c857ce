"use client";

import { createContext, type ReactNode, useContext } from "react";

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
