"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { startReread } from "@/app/(dashboard)/replay/actions";
import { HOME_PATH, quarantinePath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { formOf, orNotFound } from "@/server/http/or-not-found";

const EVENTS_MAX = 500;
const eventNumbers = z.array(z.coerce.number().int().min(1)).max(EVENTS_MAX);

const ACTS = {
  reread_all: (sent) => rereadAs("all", sent),
  reread_selected: (sent) => rereadAs("chosen", sent),
  dismiss_selected: (sent) => changeDismissal("dismiss", "event", sent),
  dismiss_shown: (sent) => changeDismissal("dismiss", "shown", sent),
  bring_back_selected: (sent) => changeDismissal("bringBack", "event", sent),
  bring_back_shown: (sent) => changeDismissal("bringBack", "shown", sent),
} satisfies Record<string, (sent: FormData) => Promise<void>>;
const acts = z.enum(Object.keys(ACTS) as [keyof typeof ACTS, ...(keyof typeof ACTS)[]]);

/** Runs the pressed button's act on the ticked events, the shown ones, or all. One action, since without JavaScript a form has only one. */
export async function actOnQuarantine(sent: FormData): Promise<void> {
  await enter("dismiss_quarantined");
  await ACTS[orNotFound(acts, formOf(sent).get("act"))](sent);
}

async function rereadAs(scope: "all" | "chosen", sent: FormData): Promise<void> {
  sent.set("scope", scope);
  await startReread(sent);
}

/** Dismisses events of the quarantine or brings them back: the ticked ones, or all that the page showed. */
async function changeDismissal(
  change: "dismiss" | "bringBack",
  field: "event" | "shown",
  sent: FormData,
): Promise<void> {
  const { store, by } = await enter("dismiss_quarantined");
  const eventIds = orNotFound(eventNumbers, formOf(sent).getAll(field));
  const list: Record<string, string> = change === "dismiss" ? {} : { dismissed: "yes" };
  if (eventIds.length === 0) redirect(quarantinePath({ ...list, nothing: "1" }));
  const changed = await store.events[change](eventIds, by());
  revalidatePath(HOME_PATH, "layout");
  redirect(quarantinePath({ ...list, changed: String(changed) }));
}
