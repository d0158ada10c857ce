"use client";

import { type ReactNode, useActionState } from "react";
import type { ProofRequest } from "@/domain/access/proof";
import { ProofPanel } from "./proof-panel";

/** An act that returns nothing but a request for a proof. */
export type ProvenAction = (before: ProofRequest | null, form: FormData) => Promise<ProofRequest | null>;

type ProvenFormProps = { readonly action: ProvenAction; readonly className?: string; readonly children: ReactNode };

/** A form for something sensitive, which asks for a proof when the last one is too old. */
export function ProvenForm({ action, className, children }: ProvenFormProps) {
  const [request, submit, isPending] = useActionState(action, null);
  if (request) return <ProofPanel {...request} submit={submit} isPending={isPending} />;
  return (
    <form action={submit} className={className}>
      {children}
    </form>
  );
}
