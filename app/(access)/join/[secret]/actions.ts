"use server";

import { redirect } from "next/navigation";
import { clock } from "@/clock";
import type { JoinRefusal } from "@/components/access/join-form";
import { getStore } from "@/db";
import type { DeedRecord } from "@/domain/access/audit";
import { NAME_LENGTH_MAX, parseEmail, parseName } from "@/domain/access/person";
import { hashSecret, type LinkKind } from "@/domain/access/sign-in";
import { connectionsPath, HOME_PATH } from "@/domain/values/query/paths";
import { beginSession } from "@/server/access/begin-session";
import { nobodyAt, readClient } from "@/server/access/client";
import { BUSY_WORDS, hashPassword, PASSWORD_PROBLEM_WORDS, problemOf } from "@/server/access/passwords";
import { formOf } from "@/server/http/or-not-found";

const DEEDS: Readonly<Record<LinkKind, DeedRecord>> = {
  set_up: { deed: "set_up" },
  invitation: { deed: "joined" },
  access: { deed: "access_restored" },
};
const GONE = "This link no longer works: it was used, withdrawn, or has expired. Ask an admin for a new one.";

/** Uses a one-time link, and signs its person in. */
export async function join(_before: JoinRefusal | null, sent: FormData): Promise<JoinRefusal | null> {
  const form = formOf(sent);
  const given = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const refusal = (problem: string): JoinRefusal => ({ email: given("email"), name: given("name"), problem });
  const store = getStore();
  const by = { author: nobodyAt(await readClient()), at: clock.now() };
  const linkHash = hashSecret(given("secret"));
  const link = await store.links.find(linkHash, by.at);
  if (!link) return refusal(GONE);

  const known = link.personId === null ? null : await store.people.find(link.personId);
  const email = known?.email ?? link.email ?? parseEmail(given("email"));
  if (email === null) return refusal("Enter your e-mail address, such as ana@example.com.");
  const name = known?.name ?? parseName(given("name"));
  if (name === null) return refusal(`Enter your name, at most ${NAME_LENGTH_MAX} characters.`);
  const password = given("password");
  const problem = await problemOf(password, [email, name]);
  if (problem) return refusal(PASSWORD_PROBLEM_WORDS[problem]);

  // A valid link counts as a known client.
  const passwordHash = await hashPassword(password, { key: `link ${link.id}`, isKnown: true });
  if (!passwordHash) return refusal(BUSY_WORDS);
  const role = known?.role ?? link.role ?? "viewer";
  const person = { email, name, role, passwordHash };
  const options = { deed: DEEDS[link.kind], clearsTwoStep: link.kind === "access" };
  const outcome = await store.people.redeemLink(linkHash, person, options, by);
  if (outcome === null || ("refusal" in outcome && outcome.refusal === "unknown_person")) return refusal(GONE);
  if ("refusal" in outcome) return refusal("Someone already has this e-mail address. Sign in instead.");
  await beginSession(outcome.person, "link");
  redirect(link.kind === "set_up" ? connectionsPath() : HOME_PATH);
}
