"use server";

import { redirect } from "next/navigation";
import { clock } from "@/clock";
import type { CodeRefusal } from "@/components/access/code-form";
import type { SignInRefusal } from "@/components/access/sign-in-form";
import { getStore } from "@/db";
import { addressPrefix, askBucket, bucketsOf, codeBucket } from "@/domain/access/attempts";
import { type Person, parseEmail } from "@/domain/access/person";
import { hashSecret, mintSecret, parsePlace } from "@/domain/access/sign-in";
import { SIGN_IN_CODE_PATH, signInPath } from "@/domain/values/query/paths";
import { environment } from "@/env";
import { beginSession } from "@/server/access/begin-session";
import { nobodyAt, readClient } from "@/server/access/client";
import { openIdAddress } from "@/server/access/open-id/open-id";
import { authenticationOptions, verifiedPerson } from "@/server/access/passkeys";
import { verifyPassword } from "@/server/access/passwords";
import { keepSecret, readSecret } from "@/server/access/secret-cookies";
import { isSecondStep } from "@/server/access/two-step";
import { formOf } from "@/server/http/or-not-found";

const PASSWORD_LENGTH_MAX = 256;

/** Checks an e-mail address and password; redirects to the requested page, or to the second step. */
export async function signIn(_before: SignInRefusal | null, sent: FormData): Promise<SignInRefusal | null> {
  const form = formOf(sent);
  const typed = form.get("email");
  const email = parseEmail(typed);
  const password = form.get("password");
  const shown = typeof typed === "string" ? typed.slice(0, 254) : "";
  if (email === null || typeof password !== "string" || password === "" || password.length > PASSWORD_LENGTH_MAX)
    return { email: shown, problem: "incomplete" };

  const store = getStore();
  const client = await readClient();
  const by = { author: nobodyAt(client), at: clock.now() };
  const person = await store.people.findByEmail(email);
  const knownDevice = await knownDeviceOf(person);
  const buckets = bucketsOf({ email, address: client.address, knownDevice });
  const verdict = await store.attempts.begin(buckets, by.at);
  // The input may be anything, even a password: only addresses of known people are recorded.
  const subject = person?.email ?? "an unknown address";
  if (!verdict.isAllowed) {
    await store.audit.writeBounded({ deed: "sign_in_blocked", subject }, by);
    return { email: shown, problem: { retryInMs: verdict.retryAt - by.at } };
  }

  const before = person && (await store.people.findCredentials(person.id));
  const answer = await verifyPassword(password, before?.passwordHash ?? null, {
    key: knownDevice ?? addressPrefix(client.address),
    isKnown: knownDevice !== null,
  });
  // While it was checked, the password may have changed or a second step been turned on.
  const credentials = person && (await store.people.findCredentials(person.id));
  if (answer === "busy") {
    await store.attempts.forgive(buckets);
    return { email: shown, problem: "busy" };
  }
  if (answer === "wrong" || !credentials || credentials.passwordHash !== before?.passwordHash) {
    await store.audit.writeBounded({ deed: "sign_in_failed", subject, details: { method: "password" } }, by);
    return { email: shown, problem: "wrong" };
  }
  await store.attempts.forgive(buckets);

  const next = parsePlace(form.get("next"));
  if (credentials.sealedTotpSecret !== null) {
    const asked = mintSecret();
    await store.challenges.ask(asked.hash, { kind: "second_step", personId: credentials.person.id, next }, by.at);
    await keepSecret("challenge", asked.text);
    redirect(SIGN_IN_CODE_PATH);
  }
  await beginSession(credentials.person, "password");
  redirect(next);
}

/** Checks the code that is asked for after the password. */
export async function giveCode(_before: CodeRefusal | null, sent: FormData): Promise<CodeRefusal | null> {
  const form = formOf(sent);
  const secret = await readSecret("challenge");
  const now = clock.now();
  const store = getStore();
  const asked = secret === null ? null : await store.challenges.look(hashSecret(secret), now);
  if (secret === null || asked?.kind !== "second_step") redirect(signInPath());
  const credentials = await store.people.findCredentials(asked.personId);
  if (!credentials) redirect(signInPath());

  const bucket = codeBucket(asked.personId, await knownDeviceOf(credentials.person));
  const by = { author: nobodyAt(await readClient()), at: now };
  const { email } = credentials.person;
  if (!(await store.attempts.begin([bucket], now)).isAllowed) {
    await store.audit.writeBounded({ deed: "sign_in_blocked", subject: email, details: { method: "code" } }, by);
    return "too_many";
  }
  const code = form.get("code");
  if (typeof code !== "string" || !(await isSecondStep(credentials, code, by))) {
    await store.audit.writeBounded({ deed: "sign_in_failed", subject: email, details: { method: "code" } }, by);
    return "wrong";
  }
  await store.attempts.forgive([bucket]);
  // A faster request with the same code has used it up.
  if (!(await store.challenges.take(hashSecret(secret), now))) redirect(signInPath());
  await beginSession(credentials.person, "password_and_code");
  redirect(asked.next);
}

async function mayAsk(): Promise<boolean> {
  const { address } = await readClient();
  return (await getStore().attempts.begin([askBucket(address)], clock.now())).isAllowed;
}

/** Returns the digest of this browser's secret if this person has signed in with it before. */
async function knownDeviceOf(person: Person | null): Promise<string | null> {
  const device = await readSecret("device");
  if (!person || device === null) return null;
  const hash = hashSecret(device);
  return (await getStore().sessions.isKnownDevice(person.id, hash)) ? hash : null;
}

/** Redirects to the single sign-on provider. */
export async function signInWithOpenId(sent: FormData): Promise<void> {
  const form = formOf(sent);
  const { openId } = environment();
  if (!openId) redirect(signInPath());
  const next = parsePlace(form.get("next"));
  const address = (await mayAsk()) ? await openIdAddress(openId, next) : { problem: "too_many" as const };
  if ("problem" in address) redirect(signInPath({ problem: address.problem, next }));
  redirect(address.href);
}

/** Returns the options with which a browser finds a passkey, as JSON; null after too many requests. */
export async function beginPasskeySignIn(): Promise<string | null> {
  return (await mayAsk()) ? authenticationOptions() : null;
}

/** Signs in the person whose passkey responded. */
export async function finishPasskeySignIn(response: string, next: string | null): Promise<{ problem: string }> {
  const person = typeof response === "string" ? await verifiedPerson(response) : null;
  if (!person) {
    const by = { author: nobodyAt(await readClient()), at: clock.now() };
    const record = { deed: "sign_in_failed", subject: "an unknown passkey", details: { method: "passkey" } } as const;
    await getStore().audit.writeBounded(record, by);
    return { problem: "This passkey is not known here, or took too long. Try again, or sign in another way." };
  }
  await beginSession(person, "passkey");
  redirect(parsePlace(next));
}
