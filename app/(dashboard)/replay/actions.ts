"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { HOME_PATH, quarantinePath, replayPath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { formOf, orNotFound } from "@/server/http/or-not-found";
import { cancelJob, startJob } from "@/server/operations/maintenance-job";

const ID_LENGTH_MAX = 255;
const EVENTS_MAX = 500;

const rebuildForm = z.object({
  connection: z.string().max(ID_LENGTH_MAX).default(""),
  mode: z.enum(["check", "correct"]).default("check"),
});

const rereadForm = z.object({
  event: z.array(z.coerce.number().int().min(1)).max(EVENTS_MAX),
  scope: z.enum(["all", "chosen"]).default("chosen"),
  mode: z.enum(["check", "correct"]).default("check"),
});

/** Starts a rebuild of one connection or all; a check changes nothing. */
export async function startRebuild(sent: FormData): Promise<void> {
  const { store, by } = await enter("replay_events");
  const form = formOf(sent);
  const { connection, mode } = orNotFound(rebuildForm, Object.fromEntries(form));
  const scope = { connectionId: connection === "" ? null : connection, isDryRun: mode === "check" };
  const isStarted = startJob({ kind: "rebuild", ...scope }, async (options) => {
    // Only an existing connection: any other input may be a name, which would outlive an erasure.
    const subject = (await store.connections.find(connection))?.id ?? "";
    await store.audit.write({ deed: "replayed", subject, details: { mode } }, by());
    return store.maintenance.rebuild({ ...scope, ...options });
  });
  revalidatePath(HOME_PATH, "layout");
  redirect(isStarted ? replayPath() : replayPath({ busy: "1" }));
}

/** Starts to reread selected events of the quarantine, or all; a check changes nothing. */
export async function startReread(sent: FormData): Promise<void> {
  const { store, by } = await enter("replay_events");
  const form = formOf(sent);
  const { mode, scope, event } = orNotFound(rereadForm, {
    ...Object.fromEntries(form),
    event: form.getAll("event"),
  });
  if (scope === "chosen" && event.length === 0) redirect(quarantinePath({ nothing: "1" }));
  const task = { eventIds: scope === "all" ? null : event, isDryRun: mode === "check" };
  const isStarted = startJob({ kind: "reread", ...task }, async (options) => {
    await store.audit.write({ deed: "reread", details: { mode, events: task.eventIds?.length ?? "all" } }, by());
    return store.maintenance.reread({ ...task, ...options });
  });
  revalidatePath(HOME_PATH, "layout");
  redirect(isStarted ? quarantinePath() : quarantinePath({ busy: "1" }));
}

/** Cancels the running job; the page shows how far it got. */
export async function cancelWork(): Promise<void> {
  await enter("replay_events");
  cancelJob();
  revalidatePath(HOME_PATH, "layout");
}
