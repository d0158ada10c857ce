"use client";

import { type ComponentProps, useActionState } from "react";
import { ConfirmDialog } from "@/components/ui/form/confirm-dialog";
import { ProofPanel } from "./proof-panel";
import type { ProvenAction } from "./proven-form";

type ConfirmedActProps = Omit<ComponentProps<typeof ConfirmDialog>, "submit"> & { readonly action: ProvenAction };

/** A button for something that can't be undone: asks first, and for a proof if the act needs one. */
export function ConfirmedAct({ action, ...props }: ConfirmedActProps) {
  const [request, submit, isPending] = useActionState(action, null);
  if (request) return <ProofPanel {...request} submit={submit} isPending={isPending} />;
  return <ConfirmDialog {...props} submit={submit} />;
}
