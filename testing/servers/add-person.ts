import type { Store } from "@/db/store";
import type { By } from "@/domain/access/audit";
import type { Person } from "@/domain/access/person";
import type { Role } from "@/domain/access/role";

/** Adds a person, named after the beginning of their e-mail address. */
export async function addPerson(
  store: Store,
  email: string,
  { role = "viewer", passwordHash = "a hash" }: { readonly role?: Role; readonly passwordHash?: string | null },
  by: By,
): Promise<Person> {
  const name = email.split("@")[0] ?? "";
  const outcome = await store.people.create({ email, name, role, passwordHash }, { deed: "joined" }, by);
  if ("refusal" in outcome) throw new Error(outcome.refusal);
  return outcome.person;
}
