"use server";

import { revalidatePath } from "next/cache";
import { notFound } from "next/navigation";
import { z } from "zod";
import { type ActOutcome, LEFT_CAUSES } from "@/db/outreach-store";
import type { Store } from "@/db/store";
import { accountTitle } from "@/domain/connection/connection";
import { parseAct } from "@/domain/lists/act-form";
import { withMe } from "@/domain/lists/connection-search";
import { parseConnectionSearch } from "@/domain/lists/connection-search-url";
import type { Selection } from "@/domain/lists/selection";
import type { ActReply, Composed } from "@/domain/outreach/reply";
import { HOME_PATH } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { formOf, orNotFound } from "@/server/http/or-not-found";
import { composeFor } from "@/server/outreach/compose";
import { type Names, namesOf } from "@/server/outreach/listed-cases";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";

const HOUR_MS = 3_600_000;
const TITLED_MAX = 3;
const REASON_LENGTH_MAX = 300;
const id = z.string().min(1).max(300);

/** Acts on one case, on some, or on all that match. */
export async function actOnCases(_before: ActReply | null, sent: FormData): Promise<ActReply> {
  const { store, person, by } = await enter("work_on_cases");
  const request = parseAct(formOf(sent)) ?? notFound();
  const { content, ids, isAll, query, seen, meantAgain } = request;
  const search = withMe(parseConnectionSearch(new URLSearchParams(query)), person.id);
  const selection: Selection = isAll ? { kind: "all", except: ids } : { kind: "some", ids };
  const { coolDownHours } = await store.settings.read();
  const options = { seen, coolDownMs: coolDownHours * HOUR_MS, meantAgain: new Set(meantAgain) };
  const target = { search: isAll ? search : parseConnectionSearch({}), selection };
  const { stoppedBy, ...outcome } = await store.outreach.act(target, content, options, by());
  if (stoppedBy !== null)
    log().error({ act: content.kind, cases: outcome.cases, fault: faultName(stoppedBy) }, "act stopped");
  revalidatePath(HOME_PATH, "layout");
  return {
    kind: content.kind,
    ...outcome,
    isStopped: stoppedBy !== null,
    examples: await named(store, outcome.examples),
  };
}

/** Undoes the acts of one click. */
export async function undoActs(sent: FormData): Promise<number> {
  const { store, by } = await enter("work_on_cases");
  const batch = orNotFound(z.coerce.number().int().min(1), formOf(sent).get("batch"));
  const undone = await store.outreach.undo(batch, by());
  revalidatePath(HOME_PATH, "layout");
  return undone;
}

export async function blockContact(sent: FormData): Promise<void> {
  const { store, by } = await enter("work_on_cases");
  const form = formOf(sent);
  const reason = orNotFound(z.string().trim().max(REASON_LENGTH_MAX), form.get("reason") ?? "").toWellFormed();
  await store.outreach.block(orNotFound(id, form.get("id")), reason, by());
  revalidatePath(HOME_PATH, "layout");
}

export async function unblockContact(sent: FormData): Promise<void> {
  const { store, by } = await enter("work_on_cases");
  await store.outreach.unblock(orNotFound(id, formOf(sent).get("id")), by());
  revalidatePath(HOME_PATH, "layout");
}

/** Composes the messages to some users for preview, without their links. */
export async function composeMessages(sent: FormData): Promise<Composed> {
  const entered = await enter("work_on_cases");
  const { template, ids } = parseComposing(sent);
  return composeFor(entered, ids, template, { isHandingOut: false });
}

/** Composes the messages to some users for sending, with their links. */
export async function handOutMessages(_before: Composed | null, sent: FormData): Promise<Composed> {
  const entered = await enter("work_on_cases");
  const { template, ids } = parseComposing(sent);
  const composed = await composeFor(entered, ids, template, { isHandingOut: true });
  revalidatePath(HOME_PATH, "layout");
  return composed;
}

function parseComposing(sent: FormData): { readonly template: number; readonly ids: readonly string[] } {
  const form = formOf(sent);
  return {
    template: orNotFound(z.coerce.number().int().min(0), form.get("template")),
    ids: orNotFound(z.array(id).min(1).max(200), form.getAll("id")),
  };
}

export async function revokeLink(sent: FormData): Promise<void> {
  const { store, by } = await enter("work_on_cases");
  await store.reconnectLinks.revoke(orNotFound(z.coerce.number().int().min(1), formOf(sent).get("link")), by());
  revalidatePath(HOME_PATH, "layout");
}

/** Releases the cases of a mass expiry, so that their users can be contacted. */
export async function releaseIncident(sent: FormData): Promise<void> {
  const { store, by } = await enter("work_on_cases");
  await store.incidents.release(orNotFound(z.coerce.number().int().min(1), formOf(sent).get("incident")), by());
  revalidatePath(HOME_PATH, "layout");
}

/** Names the users that were left out: the first few of each cause, as many as are shown. */
async function named(store: Store, examples: ActOutcome["examples"]): Promise<ActReply["examples"]> {
  const names = await namesOf(store);
  const first = LEFT_CAUSES.flatMap((cause) => examples.filter((one) => one.cause === cause).slice(0, TITLED_MAX));
  const found = await Promise.all(first.map(({ connectionId }) => store.connections.find(connectionId)));
  const titles = new Map(found.flatMap((one) => (one ? [[one.id, accountTitle(one.account) ?? one.id] as const] : [])));
  return examples.map(({ connectionId, cause, act }) => ({
    ...{ connectionId, cause },
    title: titles.get(connectionId) ?? null,
    act: act && { kind: act.kind, at: act.at, name: nameOf(act.personName, names) },
  }));
}

/** Acts record the e-mail address of the person who did them. */
function nameOf(noted: string, names: Names): string {
  return names.get(noted) ?? noted;
}
