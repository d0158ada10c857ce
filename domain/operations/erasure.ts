import { createHash } from "node:crypto";
import { z } from "zod";
import type { Account } from "@/domain/intake/event";
import { usersIn } from "@/domain/lists/connection-search";
import { type SavedView, searchOfView } from "@/domain/lists/saved-view";
import { foldText } from "@/domain/lists/search-text";
import { parseJson } from "@/domain/values/body-fields";
import { oneOf, text } from "@/domain/values/query/query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "@/domain/values/query/query-problems";

/** The subject of an erasure: a user of the team, with all their connections; or one account at the platform, with all of its. */
export type ErasureSubject =
  | { readonly kind: "user"; readonly reference: string }
  | { readonly kind: "account"; readonly reference: string };

/** The acts about the erased connections. */
export type ErasedOutreach = {
  readonly cases: number;
  readonly contacts: number;
  readonly notes: number;
  /** Assignments, snoozes, dismissals and other acts. */
  readonly otherActs: number;
  readonly links: number;
  /** Reasons not to contact them. */
  readonly blocks: number;
};

/** The data that an erasure would remove, or has removed. */
export type ErasureReport = {
  readonly connections: readonly string[];
  /** How many of them now belong to someone else: data from after that change stays. */
  readonly handedOn: number;
  /** Events of those connections that are erased, with their bodies. */
  readonly events: number;
  /** Lines of the delivery log that are erased as well: further deliveries of those events. */
  readonly repeats: number;
  readonly outreach: ErasedOutreach;
  /** Quarantined events that mention the person. */
  readonly quarantined: number;
  /** Numbers of quarantined events that may mention the person. They stay unless an admin names them. */
  readonly undecided: readonly number[];
  /** Saved views that name the person. */
  readonly views: readonly string[];
  /** Audit log entries that stay, but lose the connections' ids and what was typed to find the person. */
  readonly auditEntries: number;
  readonly isDryRun: boolean;
};

export const ERASURE_KINDS = ["user", "account"] as const satisfies readonly ErasureSubject["kind"][];

/** The URL parameters of the form: a subject, or the account of a connection. */
const ADDRESS = { kind: oneOf(ERASURE_KINDS, "user"), reference: text(), connection: text() };

export function erasureProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(ADDRESS, input);
}

const CODE_LENGTH = 6;
const subjectSchema = z.object({ kind: z.enum(ERASURE_KINDS), reference: z.string().min(1) });

/** Formats a subject as one line for a hidden field, since browsers change line breaks in form values and drop NUL. */
export function formatSubject({ kind, reference }: ErasureSubject): string {
  return JSON.stringify({ kind, reference });
}

/** Parses what `formatSubject` wrote, exactly; null for anything else. */
export function parseSubject(text: string): ErasureSubject | null {
  return subjectSchema.safeParse(parseJson(text)).data ?? null;
}

/** Returns a few digits to type. They differ between subjects, so that nobody erases a subject other than the one they see. */
export function confirmationCode(subject: ErasureSubject): string {
  const digest = createHash("sha256").update(formatSubject(subject)).digest().readUInt32BE();
  return String(digest % 10 ** CODE_LENGTH).padStart(CODE_LENGTH, "0");
}

/** Returns true if an erasure removes nothing by itself. There may still be events to decide about. */
export function isNothing({ connections, quarantined, views }: ErasureReport): boolean {
  return connections.length + quarantined + views.length === 0;
}

/** Shorter words are part of too many others. */
const NAME_LENGTH_MIN = 3;

/** The names by which a saved view may refer to an erased person. */
export type ErasedNames = {
  readonly user: string | null;
  readonly accounts: readonly Account[];
  /** Ids of connections that belong to nobody else. */
  readonly connections: readonly string[];
};

/**
 * Returns true if a saved view names one of these accounts or connections, or the user, in its filter, its search words or its
 * own name. Such a view would outlive them.
 */
export function isViewAbout(view: SavedView, { user, accounts, connections }: ErasedNames): boolean {
  const asked = searchOfView(view);
  if (user !== null && usersIn(asked).includes(user)) return true;
  const known = [user, ...accounts.flatMap(({ id, name, username }) => [id, name, username])];
  const names = known.map((name) => foldText(name ?? "").trim()).filter((name) => name.length >= NAME_LENGTH_MIN);
  const words = foldText(asked.q).trim();
  if (words.length >= NAME_LENGTH_MIN && names.some((name) => name.includes(words))) return true;
  const title = foldText(view.name);
  // Only whole ids count: parts of ids are in everyone's.
  if (connections.map(foldText).some((id) => hasWords(words, id) || hasWords(title, id))) return true;
  return names.some((name) => hasWords(words, name) || hasWords(title, name) || hasWords(name, title));
}

/** Returns true if one text contains another as whole words. */
function hasWords(text: string, part: string): boolean {
  return part.length >= NAME_LENGTH_MIN && spaced(text).includes(spaced(part));
}

/** Puts one space around each word. Characters used within ids and usernames belong to the word. */
function spaced(text: string): string {
  return ` ${text.replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, " ").trim()} `;
}
