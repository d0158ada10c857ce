import { clock } from "@/clock";
import type { Store } from "@/db/store";
import { CONSOLE } from "@/domain/access/audit";
import { LINK_LIFE_MS, mintSecret } from "@/domain/access/sign-in";
import type { Environment } from "@/env";
import { hashPassword, PASSWORD_PROBLEM_WORDS, problemOf } from "./passwords";

/**
 * Makes sure someone can sign in. With no people yet, creates the admin named in the environment; if none is named, returns the
 * path of a one-time link for the console. Throws with a sentence if that admin's password is too weak.
 */
export async function ensureSomeone(store: Store, { firstAdmin }: Environment): Promise<string | null> {
  if ((await store.people.count()) > 0) return null;
  const by = { author: CONSOLE, at: clock.now() };
  if (firstAdmin) {
    const { email, password } = firstAdmin;
    const problem = await problemOf(password, [email]);
    if (problem) throw new Error(`RELINK_ADMIN_PASSWORD is too weak. ${PASSWORD_PROBLEM_WORDS[problem]}`);
    const name = email.slice(0, email.indexOf("@"));
    const passwordHash = await hashPassword(password, { key: "first run", isKnown: true });
    if (!passwordHash)
      throw new Error("The first admin's password could not be hashed: others wait before anyone is there");
    const person = { email, name, role: "admin" as const, passwordHash };
    await store.people.create(person, { deed: "set_up" }, by);
    return null;
  }
  const { text, hash } = mintSecret();
  const expiresAt = by.at + LINK_LIFE_MS.set_up;
  const link = { kind: "set_up", email: null, role: "admin", personId: null, secretHash: hash, expiresAt } as const;
  await store.links.make(link, null, by);
  return `/join/${text}`;
}
