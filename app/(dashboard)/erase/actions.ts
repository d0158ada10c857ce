"use server";

import { revalidatePath } from "next/cache";
import { notFound } from "next/navigation";
import type { ErasureState } from "@/components/erasure/erase-form";
import { confirmationCode, isNothing, parseSubject } from "@/domain/operations/erasure";
import { HOME_PATH } from "@/domain/values/query/paths";
import { environment } from "@/env";
import { enterProven } from "@/server/access/proof";
import { formOf } from "@/server/http/or-not-found";
import { tidyFolder } from "@/server/process/data-folder";

/** Erases a user or an account for good, if the code for exactly this subject was typed. */
export async function eraseForGood(_before: ErasureState, sent: FormData): Promise<ErasureState> {
  const entered = await enterProven("erase_users", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  const form = formOf(sent);
  const subject = parseSubject(String(form.get("subject"))) ?? notFound();
  if (String(form.get("code")).trim() !== confirmationCode(subject)) {
    return { problem: "That is not the code. Nothing was erased." };
  }
  const alsoEvents = form.getAll("event").map(Number);
  const report = await store.maintenance.erase(subject, { isDryRun: false, alsoEvents }, by());
  tidyFolder(environment());
  if (isNothing(report)) return { problem: "Nothing was erased: tick the events that should go." };
  revalidatePath(HOME_PATH, "layout");
  return { report };
}
