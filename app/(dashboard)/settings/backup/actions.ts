"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { enter } from "@/server/access/enter";
import { startBackup } from "@/server/operations/backups";
import { cancelJob } from "@/server/operations/maintenance-job";

export async function backUpNow(): Promise<void> {
  const { store, author } = await enter("manage_backups");
  const isStarted = startBackup(store, author);
  revalidatePath("/", "layout");
  redirect(isStarted ? "/settings/backup" : "/settings/backup?busy=1");
}

/** Ends what runs; of a backup nothing is left. */
export async function cancelBackup(): Promise<void> {
  await enter("manage_backups");
  cancelJob();
  revalidatePath("/", "layout");
}
