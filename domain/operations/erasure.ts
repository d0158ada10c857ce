import { createHash } from "node:crypto";
import { z } from "zod";
import type { Account } from "@/domain/intake/event";
import { usersIn } from "@/domain/lists/connection-search";
import { type SavedView, searchOfView } from "@/domain/lists/saved-view";
import { foldText } from "@/domain/lists/search-text";
import { parseJson } from "@/domain/values/body-fields";
import { oneOf, text } from "@/domain/values/query-field";
import { problemsOf, type QueryInput, type QueryProblem } from "@/domain/values/query-problems";

/** Whose data goes: a user of the team, with all their connections; or one account at the platform, with all of its. */
export type ErasureSubject =
  | { readonly kind: "user"; readonly reference: string }
  | { readonly kind: "account"; readonly reference: string };

/** What people did about the connections of an erasure. */
export type ErasedOutreach = {
  readonly cases: number;
  readonly contacts: number;
  readonly notes: number;
  /** Assignments, snoozes, dismissals and the like. */
  readonly otherActs: number;
  readonly links: number;
  /** Reasons not to contact them. */
  readonly blocks: number;
};

/** What an erasure would take away, or has. */
export type ErasureReport = {
  readonly connections: readonly string[];
  /** How many of them have become another's: what came since then stays. */
  readonly handedOn: number;
  /** Events of those connections that go, with their bodies. */
  readonly events: number;
  /** Lines of the delivery log that go besides: further deliveries of those events. */
  readonly repeats: number;
  readonly outreach: ErasedOutreach;
  /** Events that are not understood, and mention the person. */
  readonly quarantined: number;
  /** Numbers of further events of the quarantine that may mention the person: they stay unless an admin names them. */
  readonly undecided: readonly number[];
  /** Saved views that name the person. */
  readonly views: readonly string[];
  /** Older entries of the audit log that stay, without the ids of the connections or what was typed to find the person. */
  readonly auditEntries: number;
  readonly isDryRun: boolean;
};

export const ERASURE_KINDS = ["user", "account"] as const satisfies readonly ErasureSubject["kind"][];

/** What the address of the form asks for: a subject, or the account of a connection. */
const ADDRESS = { kind: oneOf(ERASURE_KINDS, "user"), reference: text(), connection: text() };

export function erasureProblems(input: QueryInput): QueryProblem[] {
  return problemsOf(ADDRESS, input);
}

const CODE_LENGTH = 6;
const subjectSchema = z.object({ kind: z.enum(ERASURE_KINDS), reference: z.string().min(1) });

/** Writes a subject as one line for a hidden field: browsers change line breaks in a form's values, and drop NUL. */
export function formatSubject({ kind, reference }: ErasureSubject): string {
  return JSON.stringify({ kind, reference });
}

/** Reads what `formatSubject` wrote, exactly. Null for anything else. */
export function parseSubject(text: string): ErasureSubject | null {
  return subjectSchema.safeParse(parseJson(text)).data ?? null;
}

/** Returns a few digits to type, which differ from subject to subject, so that nobody erases another one than they see. */
export function confirmationCode(subject: ErasureSubject): string {
  const digest = createHash("sha256").update(formatSubject(subject)).digest().readUInt32BE();
  return String(digest % 10 ** CODE_LENGTH).padStart(CODE_LENGTH, "0");
}

/** Whether an erasure takes away nothing by itself; there may be events left to decide about. */
export function isNothing({ connections, quarantined, views }: ErasureReport): boolean {
  return connections.length + quarantined + views.length === 0;
}

/** Shorter words are part of too many others. */
const NAME_LENGTH_MIN = 3;

/** By what a saved view may name an erased person. */
export type ErasedNames = {
  readonly user: string | null;
  readonly accounts: readonly Account[];
  /** Ids of connections that are no one else's. */
  readonly connections: readonly string[];
};

/**
 * Whether a saved view names one of these accounts or connections, or the user, by its filter, its words or its own name: then
 * it would outlive them.
 */
export function isViewAbout(view: SavedView, { user, accounts, connections }: ErasedNames): boolean {
  const asked = searchOfView(view);
  if (user !== null && usersIn(asked).includes(user)) return true;
  const known = [user, ...accounts.flatMap(({ id, name, username }) => [id, name, username])];
  const names = known.map((name) => foldText(name ?? "").trim()).filter((name) => name.length >= NAME_LENGTH_MIN);
  const words = foldText(asked.q).trim();
  if (words.length >= NAME_LENGTH_MIN && names.some((name) => name.includes(words))) return true;
  const title = foldText(view.name);
  // Of an id only the whole: a part of it is in everyone's.
  if (connections.map(foldText).some((id) => hasWords(words, id) || hasWords(title, id))) return true;
  return names.some((name) => hasWords(words, name) || hasWords(title, name) || hasWords(name, title));
}

/** Whether one text has another as whole words. */
function hasWords(text: string, part: string): boolean {
  return part.length >= NAME_LENGTH_MIN && spaced(text).includes(spaced(part));
}

/** Its words with one space around each; what is written within an id or a username is a word with it. */
function spaced(text: string): string {
  return ` ${text.replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, " ").trim()} `;
}
