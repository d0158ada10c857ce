import { notFound } from "next/navigation";
import type { z } from "zod";

/** Returns the form an action was called with. Responds with 404 to anything else, since a hand-made request can send anything. */
export function formOf(sent: FormData): FormData {
  return sent instanceof FormData ? sent : notFound();
}

/** Parses a value from one of our forms. Responds with 404 if it doesn't fit, since no form of ours sends it. */
export function orNotFound<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : notFound();
}
