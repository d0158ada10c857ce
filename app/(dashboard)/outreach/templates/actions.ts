"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { TemplateState } from "@/components/outreach/templates/template-form";
import { CHANNELS } from "@/domain/outreach/case-act";
import {
  BODY_LENGTH_MAX,
  SUBJECT_LENGTH_MAX,
  TEMPLATE_NAME_LENGTH_MAX,
  type Template,
} from "@/domain/outreach/template";
import { TEMPLATES_PATH } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { formOf, orNotFound } from "@/server/http/or-not-found";

const text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value.toWellFormed());
const schema = z.object({
  id: z.coerce
    .number()
    .int()
    .min(0)
    .transform((id) => (id === 0 ? null : id)),
  name: text(TEMPLATE_NAME_LENGTH_MAX).transform((name) => name.replace(/\s+/gu, " ").trim()),
  channel: z.enum(CHANNELS),
  subject: text(SUBJECT_LENGTH_MAX).transform((subject) => subject.replace(/\s+/gu, " ").trim()),
  body: text(BODY_LENGTH_MAX).transform((body) => body.replaceAll("\r\n", "\n").trim()),
});

/** Creates a template, or changes one. */
export async function saveTemplate(_before: TemplateState, sent: FormData): Promise<TemplateState> {
  const { store, by } = await enter("edit_templates");
  const template = orNotFound(schema, Object.fromEntries(formOf(sent)));
  const outcome = await store.templates.save(template, by());
  if ("refusal" in outcome) return { refusal: outcome.refusal };
  revalidatePath(TEMPLATES_PATH);
  return { saved: outcome.template.name };
}

/** Deletes a template, and returns it, so that it can be saved again. */
export async function removeTemplate(_before: Template | null, sent: FormData): Promise<Template | null> {
  const { store, by } = await enter("edit_templates");
  const removed = await store.templates.remove(
    orNotFound(z.coerce.number().int().min(1), formOf(sent).get("id")),
    by(),
  );
  revalidatePath(TEMPLATES_PATH);
  return removed;
}
