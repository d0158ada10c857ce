"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { AccountState } from "@/components/account/account-state";
import type { LinkState } from "@/components/people/invite-form";
import { type PersonRefusal, parseEmail } from "@/domain/access/person";
import type { ProofRequest } from "@/domain/access/proof";
import { ROLES } from "@/domain/access/role";
import { LINK_LIFE_MS, mintSecret } from "@/domain/access/sign-in";
import { HOME_PATH, joinPath, settingsPath, signInPath } from "@/domain/values/query/paths";
import { readClient } from "@/server/access/client";
import { enter } from "@/server/access/enter";
import { enterProven } from "@/server/access/proof";
import { formOf, orNotFound } from "@/server/http/or-not-found";

const PAGE = settingsPath("people");
const number = z.coerce.number().int().min(1);
const role = z.enum(ROLES);

const REFUSAL_WORDS: Readonly<Record<PersonRefusal, string>> = {
  unknown_person: "This person has been removed in the meantime.",
  last_admin: "This is the last admin: make someone else admin first.",
  email_taken: "Someone already has this e-mail address.",
};

/** Creates an invitation link for a new person. */
export async function invite(_before: LinkState, sent: FormData): Promise<LinkState> {
  const entered = await enterProven("manage_people", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  const form = formOf(sent);
  const typed = form.get("email");
  const email = parseEmail(typed);
  if (email === null) {
    const problem = "Enter an e-mail address, such as ana@example.com.";
    return { email: typeof typed === "string" ? typed.slice(0, 254) : "", problem };
  }
  if (await store.people.findByEmail(email)) return { email, problem: REFUSAL_WORDS.email_taken };
  const as = orNotFound(role, form.get("role"));
  const now = by();
  const { text, hash } = mintSecret();
  const link = { kind: "invitation", email, role: as, personId: null } as const;
  const expiresAt = now.at + LINK_LIFE_MS.invitation;
  const record = { deed: "invited", subject: email, details: { role: link.role } } as const;
  await store.links.make({ ...link, secretHash: hash, expiresAt }, record, now);
  revalidatePath(PAGE);
  return { path: joinPath(text), origin: (await readClient()).origin, email };
}

export async function withdrawInvitation(_before: ProofRequest | null, sent: FormData): Promise<null> {
  const { store, by } = await enter("manage_people");
  const form = formOf(sent);
  await store.links.withdraw(orNotFound(number, form.get("link")), by());
  revalidatePath(PAGE);
  return null;
}

/** Creates a link for a person who has lost their password or phone. */
export async function makeAccessLink(_before: LinkState, sent: FormData): Promise<LinkState> {
  const entered = await enterProven("manage_people", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  const form = formOf(sent);
  const person = await store.people.find(orNotFound(number, form.get("person")));
  if (!person) return { email: "", problem: REFUSAL_WORDS.unknown_person };
  const now = by();
  const { text, hash } = mintSecret();
  const link = { kind: "access", email: person.email, role: null, personId: person.id } as const;
  const expiresAt = now.at + LINK_LIFE_MS.access;
  await store.links.make(
    { ...link, secretHash: hash, expiresAt },
    { deed: "access_link_made", subject: person.email },
    now,
  );
  revalidatePath(PAGE);
  return { path: joinPath(text), origin: (await readClient()).origin, email: person.email };
}

export async function changeRole(_before: AccountState, sent: FormData): Promise<AccountState> {
  const entered = await enterProven("manage_people", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  const form = formOf(sent);
  const outcome = await store.people.changeRole(
    orNotFound(number, form.get("person")),
    orNotFound(role, form.get("role")),
    by(),
  );
  if ("refusal" in outcome) return { problem: REFUSAL_WORDS[outcome.refusal] };
  revalidatePath(HOME_PATH, "layout");
  return { done: "Changed." };
}

/** Lets the next account at the provider that has this person's confirmed address sign them in. */
export async function unlinkSingleSignOn(_before: AccountState, sent: FormData): Promise<AccountState> {
  const entered = await enterProven("manage_people", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  const unlinked = await store.people.unlinkIdentities(orNotFound(number, formOf(sent).get("person")), by());
  revalidatePath(PAGE);
  return {
    done: unlinked === 0 ? "No account was linked." : "Unlinked. Their next single sign-on links a new account.",
  };
}

export async function endSessions(_before: AccountState, sent: FormData): Promise<AccountState> {
  const { store, person, session, by } = await enter("manage_people");
  const form = formOf(sent);
  const id = orNotFound(number, form.get("person"));
  const ended = await store.sessions.endOthers(id, id === person.id ? session.id : null, by());
  revalidatePath(PAGE);
  return { done: ended === 1 ? "One session ended." : `${ended} sessions ended.` };
}

export async function removePerson(_before: AccountState, sent: FormData): Promise<AccountState> {
  const entered = await enterProven("manage_people", sent);
  if ("confirm" in entered) return entered;
  const { store, person, by } = entered;
  const form = formOf(sent);
  const id = orNotFound(number, form.get("person"));
  const outcome = await store.people.remove(id, by());
  if ("refusal" in outcome) return { problem: REFUSAL_WORDS[outcome.refusal] };
  if (id === person.id) redirect(signInPath());
  revalidatePath(PAGE);
  return { done: "Removed." };
}
