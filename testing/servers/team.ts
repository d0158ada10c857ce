import path from "node:path";
import { pathToFileURL } from "node:url";
import { openStore } from "@/db/open-store";
import { CONSOLE } from "@/domain/access/audit";
import { RIGHTS, type Right } from "@/domain/access/rights";
import { ROLES, type Role } from "@/domain/access/role";
import { mintSecret } from "@/domain/access/sign-in";

export { RIGHTS, type Right, ROLES, type Role };

/** Adds a person to a running server's database and signs them in. Returns their browser's cookie. */
export async function signInAs(dataDir: string, role: Role, email = `${role}@relink.test`): Promise<string> {
  const store = openStore(pathToFileURL(path.join(dataDir, "relink.db")));
  const by = { author: CONSOLE, at: Date.now() };
  const person = { email, name: `The ${role}`, role, passwordHash: null };
  const outcome = await store.people.create(person, { deed: "joined" }, by);
  if ("refusal" in outcome) throw new Error(outcome.refusal);
  const { text, hash } = mintSecret();
  const session = {
    personId: outcome.person.id,
    secretHash: hash,
    method: "link",
    deviceHash: mintSecret().hash,
  } as const;
  await store.sessions.begin(session, by);
  store.close();
  return `relink-session=${text}`;
}
