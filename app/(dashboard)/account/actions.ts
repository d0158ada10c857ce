"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { clock } from "@/clock";
import type { AccountState, TwoStepState } from "@/components/account/account-state";
import { NAME_LENGTH_MAX, parseName } from "@/domain/access/person";
import type { ProofRequest } from "@/domain/access/proof";
import { hashSecret, mintSecret } from "@/domain/access/sign-in";
import { ACCOUNT_PATH, HOME_PATH, signInPath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { registrationOptions, verifiedRegistration } from "@/server/access/passkeys";
import { BUSY_WORDS, hashPassword, PASSWORD_PROBLEM_WORDS, problemOf } from "@/server/access/passwords";
import { enterProven, queueClientOf } from "@/server/access/proof";
import { qrPicture } from "@/server/access/qr-picture";
import { openSealed, seal } from "@/server/access/sealed";
import { forgetSecret, keepSecret, readSecret } from "@/server/access/secret-cookies";
import { newRecoveryCodes, newTotpSecret, totpAddress, totpStepOf } from "@/server/access/two-step";
import { formOf, orNotFound } from "@/server/http/or-not-found";

const number = z.coerce.number().int().min(1);

export async function changeName(_before: AccountState, sent: FormData): Promise<AccountState> {
  const { store, person, by } = await enter("manage_own_account");
  const form = formOf(sent);
  const name = parseName(form.get("name"));
  if (name === null) return { problem: `Enter a name of at most ${NAME_LENGTH_MAX} characters.` };
  await store.people.rename(person.id, name, by());
  revalidatePath(HOME_PATH, "layout");
  return { done: "Saved." };
}

/** Ends all other sessions too. Asks for the current password each time: the new one can't be kept until a proof arrives. */
export async function changePassword(_before: AccountState, sent: FormData): Promise<AccountState> {
  const entered = await enterProven("manage_own_account", sent, { isPasswordAlwaysAsked: true });
  if ("confirm" in entered) return entered;
  const form = formOf(sent);
  const { store, person, session, by } = entered;
  const password = form.get("password");
  // A form that waited for a proof is submitted without its secret.
  if (typeof password !== "string") return { done: "Confirmed: enter the new password again." };
  const problem = await problemOf(password, [person.email, person.name]);
  if (problem) return { problem: PASSWORD_PROBLEM_WORDS[problem] };
  const passwordHash = await hashPassword(password, queueClientOf(session));
  if (!passwordHash) return { problem: BUSY_WORDS };
  await store.people.setPassword(person.id, passwordHash, session.id, by());
  revalidatePath(ACCOUNT_PATH);
  return { done: "Changed. All your other sessions have ended." };
}

/** Shows a new secret, then turns the second step on once the app knows it; or creates new recovery codes. */
export async function turnOnTwoStep(before: TwoStepState, sent: FormData): Promise<TwoStepState> {
  const form = formOf(sent);
  const step = form.get("step");
  if (step === "confirm") return confirmTwoStep(form);
  const entered = await enterProven("manage_own_account", sent);
  if ("confirm" in entered) return entered;
  const { store, person, by } = entered;
  if (step === "codes") {
    if (!person.hasTwoStep) return before;
    const { codes, hashes } = newRecoveryCodes();
    await store.people.setRecoveryCodes(person.id, hashes, by());
    return { kind: "codes", codes };
  }
  const secret = newTotpSecret();
  const asked = mintSecret();
  const content = { kind: "new_two_step", personId: person.id, sealedSecret: seal(secret) } as const;
  await store.challenges.ask(asked.hash, content, clock.now());
  await keepSecret("challenge", asked.text);
  return { kind: "show", secret, picture: qrPicture(totpAddress(secret, person.email)), problem: null };
}

async function confirmTwoStep(form: FormData): Promise<TwoStepState> {
  const { store, person, by } = await enter("manage_own_account");
  const kept = await readSecret("challenge");
  const asked = kept === null ? null : await store.challenges.look(hashSecret(kept), clock.now());
  if (asked?.kind !== "new_two_step" || asked.personId !== person.id)
    return { kind: "problem", problem: "That took too long, or too many tries. Start again." };
  const secret = openSealed(asked.sealedSecret);
  const code = form.get("code");
  const step = typeof code === "string" ? totpStepOf(secret, code, clock.now()) : null;
  if (step === null) {
    const problem = "This code isn't right. Check that your phone's clock is right, and try the next code.";
    return { kind: "show", secret, picture: qrPicture(totpAddress(secret, person.email)), problem };
  }
  const { codes, hashes } = newRecoveryCodes();
  await store.people.setTwoStep(person.id, { sealedSecret: asked.sealedSecret, codeHashes: hashes }, by());
  await store.people.spendTotpStep(person.id, step);
  await forgetSecret("challenge");
  return { kind: "codes", codes };
}

export async function turnOffTwoStep(_before: AccountState, sent: FormData): Promise<AccountState> {
  const entered = await enterProven("manage_own_account", sent);
  if ("confirm" in entered) return entered;
  const { store, person, by } = entered;
  await store.people.setTwoStep(person.id, null, by());
  revalidatePath(ACCOUNT_PATH);
  return { done: "It is off." };
}

/** Returns the options with which the browser creates a passkey. */
export async function beginPasskey(sent: FormData): Promise<{ options: string } | { problem: string } | ProofRequest> {
  const entered = await enterProven("manage_own_account", sent);
  if ("confirm" in entered) return entered;
  const options = await registrationOptions(entered.person, await entered.store.passkeys.list(entered.person.id));
  return options
    ? { options }
    : { problem: "Open Relink by its domain name: browsers don't keep passkeys for IP addresses." };
}

export async function finishPasskey(response: string, name: string): Promise<{ problem: string | null }> {
  const { store, person, by } = await enter("manage_own_account");
  const passkey = typeof response === "string" ? await verifiedRegistration(person.id, response) : null;
  if (!passkey) return { problem: "The passkey could not be checked. Try again." };
  await store.passkeys.add({ ...passkey, name: parseName(name) ?? "Passkey" }, by());
  revalidatePath(ACCOUNT_PATH);
  return { problem: null };
}

export async function removePasskey(_before: ProofRequest | null, sent: FormData): Promise<ProofRequest | null> {
  const entered = await enterProven("manage_own_account", sent);
  if ("confirm" in entered) return entered;
  const { store, person, by } = entered;
  await store.passkeys.remove(person.id, orNotFound(z.string().max(2_000), formOf(sent).get("passkey")), by());
  revalidatePath(ACCOUNT_PATH);
  return null;
}

export async function endSession(_before: ProofRequest | null, sent: FormData): Promise<null> {
  const { store, person, by } = await enter("manage_own_account");
  const form = formOf(sent);
  await store.sessions.end(person.id, orNotFound(number, form.get("session")), { deed: "session_ended" }, by());
  revalidatePath(ACCOUNT_PATH);
  return null;
}

export async function endOtherSessions(): Promise<null> {
  const { store, person, session, by } = await enter("manage_own_account");
  await store.sessions.endOthers(person.id, session.id, by());
  revalidatePath(ACCOUNT_PATH);
  return null;
}

export async function signOut(): Promise<void> {
  const { store, person, session, by } = await enter("manage_own_account");
  await store.sessions.end(person.id, session.id, { deed: "signed_out" }, by());
  await forgetSecret("session");
  redirect(signInPath());
}
