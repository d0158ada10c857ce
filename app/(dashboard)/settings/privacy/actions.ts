"use server";

import { revalidatePath } from "next/cache";
import { enter } from "@/app/access/enter";
import { formOf } from "@/app/or-not-found";

/** Whether viewers see creators without their names. */
export async function chooseMasking(sent: FormData): Promise<void> {
  const { store, by } = await enter("admin");
  const form = formOf(sent);
  await store.settings.change({ masksNamesForViewers: form.get("masks") === "yes" }, by());
  revalidatePath("/", "layout");
}
