"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { ViewOutcome } from "@/db/store";
import { connectionSearchProblems, listHref, parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { parseViewName, searchOfView, type ViewRefusal, viewQueryOf } from "@/domain/lists/saved-view";
import { HOME_PATH } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { formOf, orNotFound } from "@/server/http/or-not-found";

/** The reason the last attempt failed; null before the first. */
export type ViewActionState = ViewRefusal | null;

const id = z.coerce.number().int().min(1);
const text = z.string().max(20_000).default("");
/** Refuses a query that is not fully understood: the view would lack a part. */
const query = text.refine((query) => connectionSearchProblems(new URLSearchParams(query)).length === 0);

/** Saves the list under a name, and redirects to the new view. */
export async function addView(_before: ViewActionState, sent: FormData): Promise<ViewActionState> {
  const { store, by } = await enter("keep_views");
  const form = formOf(sent);
  const parsed = parseViewName(orNotFound(text, form.get("name") ?? ""));
  if ("refusal" in parsed) return parsed.refusal;
  const { name } = parsed;
  return goTo(await store.views.add({ name, query: queryOf(form) }, by()));
}

/** Updates a view to the list as it is now. */
export async function updateView(_before: ViewActionState, sent: FormData): Promise<ViewActionState> {
  const { store, by } = await enter("keep_views");
  const form = formOf(sent);
  return goTo(await store.views.update(orNotFound(id, form.get("id")), { query: queryOf(form) }, by()));
}

export async function renameView(_before: ViewActionState, sent: FormData): Promise<ViewActionState> {
  const { store, by } = await enter("keep_views");
  const form = formOf(sent);
  const parsed = parseViewName(orNotFound(text, form.get("name") ?? ""));
  if ("refusal" in parsed) return parsed.refusal;
  return goTo(await store.views.update(orNotFound(id, form.get("id")), { name: parsed.name }, by()));
}

/** Deletes a view, and redirects to the list that it showed. */
export async function removeView(_before: ViewActionState, sent: FormData): Promise<ViewActionState> {
  const { store, by } = await enter("keep_views");
  const form = formOf(sent);
  const outcome = await store.views.remove(orNotFound(id, form.get("id")), by());
  if ("refusal" in outcome) return outcome.refusal;
  revalidatePath(HOME_PATH, "layout");
  redirect(listHref({ ...searchOfView(outcome.view), view: "" }));
}

function goTo(outcome: ViewOutcome): ViewRefusal {
  if ("refusal" in outcome) return outcome.refusal;
  revalidatePath(HOME_PATH, "layout");
  redirect(listHref(searchOfView(outcome.view)));
}

/** Reads a form's query, normalised. */
function queryOf(form: FormData): string {
  return viewQueryOf(parseConnectionSearch(new URLSearchParams(orNotFound(query, form.get("query") ?? ""))));
}
