"use server";

import { revalidatePath } from "next/cache";
import { notFound } from "next/navigation";
import { z } from "zod";
import { clock } from "@/clock";
import type { SavedState } from "@/components/settings/outreach-form";
import { settingsSchema } from "@/domain/operations/settings";
import { HOME_PATH } from "@/domain/values/query/paths";
import { environment } from "@/env";
import { readClient } from "@/server/access/client";
import { enter } from "@/server/access/enter";
import { enterProven } from "@/server/access/proof";
import { formOf } from "@/server/http/or-not-found";
import { log } from "@/server/process/log";
import { askForSession } from "@/server/reconnect/ofauth";

const { teamName, chatAddress } = settingsSchema.shape;
const schema = z.object({
  teamName: teamName.unwrap().trim(),
  coolDownHours: z.coerce.number().int().min(0).max(720),
  linkDays: z.coerce.number().int().min(1).max(365),
  chatAddress: chatAddress
    .unwrap()
    .trim()
    .refine((address) => address === "" || /^https?:\/\//.test(address)),
});

const PROBLEMS: Readonly<Record<string, string>> = {
  teamName: "The team's name has at most 60 characters.",
  coolDownHours: "Hours between two contacts: a whole number from 0 to 720.",
  linkDays: "Days for which a link is good: a whole number from 1 to 365.",
  chatAddress: "The chat's address begins with https:// and has at most 500 characters.",
};

/**
 * Checks that reconnect links work, by asking OFAuth for a session without a connection or user. Nobody opens the session, so it expires.
 * The page shows the result.
 */
export async function checkLinks(): Promise<void> {
  await enter("manage_outreach");
  const { ofauth } = environment();
  if (!ofauth) notFound();
  const { origin } = await readClient();
  const startedAt = clock.now();
  const outcome = await askForSession({ connectionId: null, user: null, redirectUrl: `${origin}/r/back` }, ofauth);
  const code = outcome.kind === "ready" ? {} : { code: outcome.code };
  log().info({ msg: "reconnection check", outcome: outcome.kind, ...code, ms: clock.now() - startedAt });
  revalidatePath(HOME_PATH, "layout");
}

/** Changes how users are contacted, and where the page behind a reconnect link sends them. */
export async function changeOutreachSettings(_before: SavedState, sent: FormData): Promise<SavedState> {
  const entered = await enterProven("manage_outreach", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  const parsed = schema.safeParse(Object.fromEntries(formOf(sent)));
  if (!parsed.success) return { problem: PROBLEMS[String(parsed.error.issues[0]?.path[0])] ?? "Review it again." };
  await store.settings.change(parsed.data, by());
  revalidatePath(HOME_PATH, "layout");
  return { saved: true };
}
