import { notFound } from "next/navigation";
import type { z } from "zod";

/** Returns the form that an action was called with; responds “not found” to anything else, since a hand-made request can send anything. */
export function formOf(sent: FormData): FormData {
  return sent instanceof FormData ? sent : notFound();
}

/** What a form of ours holds. Whatever does not fit was sent by no form of ours: there is nothing of the kind, which is what it is told. */
export function orNotFound<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : notFound();
}
