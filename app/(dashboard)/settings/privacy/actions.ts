"use server";

import { revalidatePath } from "next/cache";
import { enterProven } from "@/app/access/proof";
import { formOf } from "@/app/or-not-found";
import type { ProofRequest } from "@/domain/proof";

/** Sets whether names are hidden from viewers. */
export async function chooseMasking(_before: ProofRequest | null, sent: FormData): Promise<ProofRequest | null> {
  const entered = await enterProven("admin", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  await store.settings.change({ masksNamesForViewers: formOf(sent).get("masks") === "yes" }, by());
  revalidatePath("/", "layout");
  return null;
}
