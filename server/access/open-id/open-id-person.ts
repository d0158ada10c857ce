import type { Store } from "@/db/store";
import type { By } from "@/domain/access/audit";
import { NAME_LENGTH_MAX, type Person, parseEmail, parseName } from "@/domain/access/person";
import { isRecentProof } from "@/domain/access/proof";
import type { OpenIdSettings } from "@/env";
import { reportFailure } from "./open-id-failure";
import type { Arrival, Profile, Refused } from "./open-id-provider";

/**
 * Returns the person the provider vouches for: by its subject id for them or, the first time, by their confirmed address.
 * Newcomers need an invitation or an allowed domain. An address can be reassigned, so a second subject at the same issuer isn't
 * the same person.
 */
export async function findOpenIdPerson(
  { people, links }: Pick<Store, "people" | "links">,
  { domains }: Pick<OpenIdSettings, "domains">,
  { issuer, subject, findProfile }: Arrival,
  by: By,
): Promise<Person | Refused> {
  const known = await people.findByIdentity(issuer, subject);
  if (known) return known;

  const profile = await findProfile();
  if ("problem" in profile) return profile;
  const email = parseEmail(profile.email);
  if (email === null) return reportFailure("person", { problem: "no_email" });
  if (profile.isEmailConfirmed !== true) {
    const problem = profile.isEmailConfirmed === false ? "unconfirmed" : "confirmation_missing";
    return reportFailure("person", { problem });
  }
  const person = (await people.findByEmail(email)) ?? (await newcomer(email, profile));
  if (!person) return reportFailure("person", { problem: "not_invited" });
  const author = { ...by.author, kind: "person" as const, id: person.id, name: person.email };
  const outcome = await people.linkIdentity(person.id, issuer, subject, { ...by, author });
  if (outcome === "other_identity")
    return { ...reportFailure("person", { problem: "other_identity" }), email: person.email };
  return person;

  async function newcomer(email: string, { name }: Profile): Promise<Person | null> {
    const invitation = (await links.list(by.at)).find((link) => link.kind === "invitation" && link.email === email);
    const isOurs = domains.includes(email.slice(email.lastIndexOf("@") + 1));
    const role = invitation?.role ?? (isOurs ? "viewer" : null);
    if (role === null) return null;
    const person = { email, name: parseName(name?.slice(0, NAME_LENGTH_MAX)) ?? email, role, passwordHash: null };
    const outcome = await people.create(person, { deed: "joined" }, by);
    return "person" in outcome ? outcome.person : null;
  }
}

/** Returns the person the provider has just re-authenticated, if it is the expected one. Creates no one and links nothing. */
export async function findProvenPerson(
  { people }: Pick<Store, "people">,
  { issuer, subject, signedInAt }: Arrival,
  personId: number,
  by: By,
): Promise<Person | Refused> {
  const person = await people.findByIdentity(issuer, subject);
  if (person?.id !== personId) return reportFailure("person", { problem: "other_person" });
  // `max_age` obliges the provider to send it (OpenID Connect Core 3.1.2.1). Without it, it may have ignored both: the person can edit the address.
  if (signedInAt === null) return reportFailure("person", { problem: "not_asked_again", about: "auth_time" });
  if (!isRecentProof(signedInAt, by.at)) return reportFailure("person", { problem: "not_asked_again" });
  return person;
}
