import { isIP } from "node:net";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import { clock } from "@/clock";
import { getStore } from "@/db";
import type { PasskeyKey } from "@/db/access-store";
import type { Passkey, Person } from "@/domain/access/person";
import { hashSecret, mintSecret } from "@/domain/access/sign-in";
import { readClient } from "./client";
import { keepSecret, readSecret } from "./secret-cookies";

const RESPONSE_LENGTH_MAX = 20_000;
const base64url = z.string().regex(/^[\w-]{1,4000}$/);
const credential = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}).loose(),
});
const registration = credential.extend({
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
});
const authentication = credential.extend({
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: z.string().max(200).optional(),
  }),
});

/** Returns the host name that browsers bind passkeys to; null if we are reached by IP address. */
async function passkeyHost(): Promise<{ readonly origin: string; readonly rpId: string } | null> {
  const { origin } = await readClient();
  const { hostname } = new URL(origin);
  return isIP(hostname.replace(/^\[|\]$/g, "")) === 0 ? { origin, rpId: hostname } : null;
}

/** Returns what the browser needs to create a passkey, as JSON, and keeps the challenge. Null if passkeys can't be used here. */
export async function registrationOptions(person: Person, present: readonly Passkey[]): Promise<string | null> {
  const host = await passkeyHost();
  if (!host) return null;
  const options = await generateRegistrationOptions({
    rpName: "Relink",
    rpID: host.rpId,
    userName: person.email,
    userDisplayName: person.name,
    userID: new TextEncoder().encode(`person ${person.id}`),
    excludeCredentials: present.map(({ id }) => ({ id })),
    // Discoverable without a username, and only after the device has verified its owner: it counts as both steps.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await ask({ kind: "new_passkey", personId: person.id, challenge: options.challenge });
  return JSON.stringify(options);
}

/** Returns the passkey a browser created for the challenge; null if anything about it is wrong. */
export async function verifiedRegistration(personId: number, response: string): Promise<PasskeyKey | null> {
  const [host, asked, parsed] = [await passkeyHost(), await answered(), registration.safeParse(parseJson(response))];
  if (!host || asked?.kind !== "new_passkey" || asked.personId !== personId || !parsed.success) return null;
  const { transports, ...rest } = parsed.data.response;
  const verified = await verifyRegistrationResponse({
    response: { ...parsed.data, response: { ...rest, ...(transports ? { transports } : {}) } },
    expectedChallenge: asked.challenge,
    expectedOrigin: host.origin,
    expectedRPID: host.rpId,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { id, personId, publicKey, counter, transports: transports ?? [] };
}

/** Returns what the browser needs to sign in with a passkey, as JSON: with one of `allowed`, or with any of ours if that is empty. */
export async function authenticationOptions(allowed: readonly Passkey[] = []): Promise<string> {
  const host = await passkeyHost();
  const options = await generateAuthenticationOptions({
    rpID: host?.rpId ?? "localhost",
    userVerification: "required",
    allowCredentials: allowed.map(({ id }) => ({ id })),
  });
  await ask({ kind: "passkey", challenge: options.challenge });
  return JSON.stringify(options);
}

/** Returns the person whose passkey answered the challenge; null if anything about it is wrong. */
export async function verifiedPerson(response: string): Promise<Person | null> {
  const [host, asked, parsed] = [await passkeyHost(), await answered(), authentication.safeParse(parseJson(response))];
  if (!host || asked?.kind !== "passkey" || !parsed.success) return null;
  const { passkeys, people } = getStore();
  const key = await passkeys.find(parsed.data.id);
  if (!key) return null;
  const { userHandle, ...rest } = parsed.data.response;
  const verified = await verifyAuthenticationResponse({
    response: { ...parsed.data, response: { ...rest, ...(userHandle ? { userHandle } : {}) } },
    expectedChallenge: asked.challenge,
    expectedOrigin: host.origin,
    expectedRPID: host.rpId,
    credential: { id: key.id, publicKey: new Uint8Array(key.publicKey), counter: key.counter },
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return null;
  await passkeys.used(key.id, verified.authenticationInfo.newCounter, clock.now());
  return people.find(key.personId);
}

async function ask(content: Parameters<ReturnType<typeof getStore>["challenges"]["ask"]>[1]): Promise<void> {
  const asked = mintSecret();
  await getStore().challenges.ask(asked.hash, content, clock.now());
  await keepSecret("challenge", asked.text);
}

/** Takes the challenge this browser was given; it is good for one answer. */
async function answered() {
  const secret = await readSecret("challenge");
  return secret === null ? null : getStore().challenges.take(hashSecret(secret), clock.now());
}

function parseJson(text: string): unknown {
  try {
    return text.length > RESPONSE_LENGTH_MAX ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
