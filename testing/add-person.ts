import type { Store } from "@/db/store";
import type { By } from "@/domain/audit";
import type { Person } from "@/domain/person";
import type { Role } from "@/domain/role";

/** Adds a person, named as their address begins. */
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
