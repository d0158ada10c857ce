"use server";

import { revalidatePath } from "next/cache";
import type { ProofRequest } from "@/domain/access/proof";
import { HOME_PATH } from "@/domain/values/query/paths";
import { enterProven } from "@/server/access/proof";
import { formOf } from "@/server/http/or-not-found";

/** Sets whether names are hidden from viewers. */
export async function chooseMasking(_before: ProofRequest | null, sent: FormData): Promise<ProofRequest | null> {
  const entered = await enterProven("manage_privacy", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  await store.settings.change({ masksNamesForViewers: formOf(sent).get("masks") === "yes" }, by());
  revalidatePath(HOME_PATH, "layout");
  return null;
}
