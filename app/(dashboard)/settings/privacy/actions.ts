"use server";

import { revalidatePath } from "next/cache";
import { enter } from "@/app/access/enter";

/** Whether viewers see creators without their names. */
export async function chooseMasking(form: FormData): Promise<void> {
  const { store, by } = await enter("admin");
  await store.settings.change({ masksNamesForViewers: form.get("masks") === "yes" }, by());
  revalidatePath("/", "layout");
}
