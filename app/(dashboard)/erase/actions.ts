"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { enter } from "@/app/access/enter";
import { formOf, orNotFound } from "@/app/or-not-found";
import type { ErasureState } from "@/components/erasure/erase-form";
import { ERASURE_KINDS } from "@/domain/erasure";

const REFERENCE_LENGTH_MAX = 1_000;
const eraseForm = z.object({
  kind: z.enum(ERASURE_KINDS),
  reference: z.string().min(1).max(REFERENCE_LENGTH_MAX),
  confirmation: z.string().max(REFERENCE_LENGTH_MAX).default(""),
});

/** Erases a user or an account for good, when their reference was typed once more. */
export async function eraseForGood(_before: ErasureState, sent: FormData): Promise<ErasureState> {
  const { store, by } = await enter("admin");
  const form = formOf(sent);
  const { kind, reference, confirmation } = orNotFound(eraseForm, Object.fromEntries(form));
  if (confirmation.trim() !== reference) return { problem: "That is not the same. Nothing was erased." };
  const report = await store.maintenance.erase({ kind, reference }, { isDryRun: false }, by());
  revalidatePath("/", "layout");
  return { report };
}
