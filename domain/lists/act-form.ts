import { z } from "zod";
import { type ActContent, CHANNELS, DISMISS_REASONS, NOTE_LENGTH_MAX } from "@/domain/outreach/case-act";
import { TEMPLATE_NAME_LENGTH_MAX } from "@/domain/outreach/template";
import { connectionSearchProblems } from "./connection-search-url";

/** An act as a form submits it, and the cases it is about. */
export type ActRequest = {
  readonly content: ActContent;
  readonly ids: readonly string[];
  /** True for all that match the query except `ids`. */
  readonly isAll: boolean;
  readonly query: string;
  /** The newest act that the page knew of; null to allow for anything done since. */
  readonly seen: number | null;
  /** The ids to contact again despite the cool-down. */
  readonly meantAgain: readonly string[];
};

const IDS_MAX = 10_000;
const ID_LENGTH_MAX = 300;
const QUERY_LENGTH_MAX = 20_000;
/** The year 9999. No person enters a later date. */
const INSTANT_MAX = 253_402_300_799_000;

const note = z
  .string()
  .max(NOTE_LENGTH_MAX)
  .default("")
  .transform((text) => text.toWellFormed().trim());
const content = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("assigned"),
    to: z.coerce
      .number()
      .int()
      .min(0)
      .transform((id) => (id === 0 ? null : id)),
  }),
  z.object({
    kind: z.literal("contacted"),
    channel: z.enum(CHANNELS),
    template: z
      .string()
      .max(TEMPLATE_NAME_LENGTH_MAX)
      .default("")
      .transform((name) => name || null),
    note,
  }),
  z.object({
    kind: z.literal("snoozed"),
    until: z.union([z.literal("opened").transform(() => null), z.coerce.number().int().min(0).max(INSTANT_MAX)]),
    note,
  }),
  z.object({ kind: z.literal("dismissed"), reason: z.enum(DISMISS_REASONS), note }),
  z.object({ kind: z.literal("reopened") }),
  z.object({ kind: z.literal("accepted") }),
  z.object({ kind: z.literal("noted"), note: note.pipe(z.string().min(1)) }),
]);

const schema = z.object({
  content,
  ids: z.array(z.string().max(ID_LENGTH_MAX)).max(IDS_MAX),
  isAll: z.boolean(),
  // A filter that isn't understood would reach more cases than intended.
  query: z
    .string()
    .max(QUERY_LENGTH_MAX)
    .refine((query) => connectionSearchProblems(new URLSearchParams(query)).length === 0),
  seen: z.coerce.number().int().min(0).nullable(),
  meantAgain: z.array(z.string().max(ID_LENGTH_MAX)).max(IDS_MAX),
});

/** Reads the form of an act; null for anything that our forms don't send. */
export function parseAct(form: FormData): ActRequest | null {
  const parsed = schema.safeParse({
    content: Object.fromEntries([...form].filter(([name]) => !name.startsWith("$"))),
    ids: form.getAll("id"),
    isAll: form.get("all") === "yes",
    query: form.get("query") ?? "",
    seen: form.get("seen"),
    meantAgain: form.getAll("again"),
  });
  return parsed.success ? parsed.data : null;
}
