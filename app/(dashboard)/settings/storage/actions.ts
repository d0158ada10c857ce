"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { clock } from "@/clock";
import type { RetentionState } from "@/components/settings/retention-form";
import type { ProofRequest } from "@/domain/access/proof";
import { DAY_MS, retentionRulesSchema } from "@/domain/operations/retention";
import { parseRetentionForm } from "@/domain/operations/retention-form";
import { HOME_PATH, settingsPath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { enterProven } from "@/server/access/proof";
import { formOf } from "@/server/http/or-not-found";
import { startJob } from "@/server/operations/maintenance-job";
import { forgetStorage } from "@/server/operations/storage-gauge";

const PAGE = settingsPath("storage");

/** Previews what some rules would remove, and saves the rules if requested: then nothing is removed for a day. */
export async function changeRetention(_before: RetentionState, sent: FormData): Promise<RetentionState> {
  const form = formOf(sent);
  const isSaved = form.get("mode") === "save";
  const entered = isSaved ? await enterProven("manage_storage", sent) : await enter("manage_storage");
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  const parsed = parseRetentionForm(form);
  if ("problem" in parsed) return parsed;
  const { rules } = parsed;
  if (isSaved) {
    await store.settings.change(rules, by());
    await store.maintenance.postponeRetention(clock.now() + DAY_MS);
  }
  const isStarted = startJob({ kind: "retention", rules, isDryRun: true }, (options) =>
    store.maintenance.retain(rules, { isDryRun: true, ...options }, by()),
  );
  revalidatePath(HOME_PATH, "layout");
  redirect(settingsPath("storage", isStarted || isSaved ? {} : { busy: "1" }));
}

/** Removes now what the saved rules no longer keep. */
export async function removeOldData(_before: ProofRequest | null, sent: FormData): Promise<ProofRequest | null> {
  const entered = await enterProven("manage_storage", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  const rules = retentionRulesSchema.parse(await store.settings.read());
  const isStarted = startJob({ kind: "retention", rules, isDryRun: false }, async (options) => {
    const report = await store.maintenance.retain(rules, { isDryRun: false, ...options }, by());
    forgetStorage();
    return report;
  });
  revalidatePath(HOME_PATH, "layout");
  redirect(settingsPath("storage", isStarted ? {} : { busy: "1" }));
}

/** Records an admin's confirmation that the server's clock is right, so that retention removes old data again. */
export async function confirmClock(_before: ProofRequest | null, sent: FormData): Promise<ProofRequest | null> {
  const entered = await enterProven("manage_storage", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  await store.maintenance.trustClock(by());
  revalidatePath(HOME_PATH, "layout");
  redirect(PAGE);
}

/** Measures again what uses the disk. */
export async function measureAgain(): Promise<void> {
  await enter("manage_storage");
  forgetStorage();
  revalidatePath(PAGE);
}
