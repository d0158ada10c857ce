"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { HOME_PATH, settingsPath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { startBackup } from "@/server/operations/backups";
import { cancelJob } from "@/server/operations/maintenance-job";

export async function backUpNow(): Promise<void> {
  const { store, author } = await enter("manage_backups");
  const isStarted = startBackup(store, author);
  revalidatePath(HOME_PATH, "layout");
  redirect(settingsPath("backup", isStarted ? {} : { busy: "1" }));
}

/** Cancels the running job; nothing is left of an unfinished backup. */
export async function cancelBackup(): Promise<void> {
  await enter("manage_backups");
  cancelJob();
  revalidatePath(HOME_PATH, "layout");
}
