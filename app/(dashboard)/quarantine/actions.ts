"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { enter } from "@/app/access/enter";
import { formOf, orNotFound } from "@/app/or-not-found";

const EVENTS_MAX = 500;
const eventNumbers = z.array(z.coerce.number().int().min(1)).max(EVENTS_MAX);

export async function dismissSelected(sent: FormData): Promise<void> {
  await changeDismissal("dismiss", "event", sent);
}

export async function dismissShown(sent: FormData): Promise<void> {
  await changeDismissal("dismiss", "shown", sent);
}

export async function bringBackSelected(sent: FormData): Promise<void> {
  await changeDismissal("bringBack", "event", sent);
}

export async function bringBackShown(sent: FormData): Promise<void> {
  await changeDismissal("bringBack", "shown", sent);
}

/** Dismisses events of the quarantine or brings them back: those that are ticked, or all that the page showed. */
async function changeDismissal(
  change: "dismiss" | "bringBack",
  field: "event" | "shown",
  sent: FormData,
): Promise<void> {
  const { store, by } = await enter("operator");
  const eventIds = orNotFound(eventNumbers, formOf(sent).getAll(field));
  const list = change === "dismiss" ? "/quarantine?" : "/quarantine?dismissed=yes&";
  if (eventIds.length === 0) redirect(`${list}nothing=1`);
  const changed = await store.events[change](eventIds, by());
  revalidatePath("/", "layout");
  redirect(`${list}changed=${changed}`);
}
