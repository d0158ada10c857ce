import { clock } from "@/clock";
import { getStore } from "@/db";
import type { Author } from "@/domain/access/audit";
import type { Person } from "@/domain/access/person";
import { hashSecret, mintSecret, type SignInMethod } from "@/domain/access/sign-in";
import { readClient } from "./client";
import { forgetSecret, keepSecret, readSecret } from "./secret-cookies";

/** Signs a person in, in this browser. Always mints a new session secret, so nobody can have planted one beforehand. */
export async function beginSession(
  person: Pick<Person, "id" | "email">,
  method: SignInMethod,
  /** When they proved their identity, if that wasn't just now. */
  provenAt?: number,
): Promise<void> {
  const { address, agent } = await readClient();
  const author: Author = { kind: "person", id: person.id, name: person.email, address, agent };
  const session = mintSecret();
  const device = (await readSecret("device")) ?? mintSecret().text;
  const deviceHash = hashSecret(device);
  const by = { author, at: clock.now() };
  const proof = provenAt === undefined ? {} : { provenAt };
  await getStore().sessions.begin({ personId: person.id, secretHash: session.hash, method, deviceHash, ...proof }, by);
  await keepSecret("session", session.text);
  await keepSecret("device", device);
  await forgetSecret("challenge");
}
