"use server";

import { redirect } from "next/navigation";
import type { ProofRefusal } from "@/components/access/proof-form";
import { PROOF_FIELD } from "@/domain/access/proof";
import { parsePlace } from "@/domain/access/sign-in";
import { confirmPath } from "@/domain/values/query/paths";
import { environment } from "@/env";
import { enter } from "@/server/access/enter";
import { openIdAddress } from "@/server/access/open-id/open-id";
import { authenticationOptions, verifiedPerson } from "@/server/access/passkeys";
import { provePassword, waysOf } from "@/server/access/proof";
import { formOf } from "@/server/http/or-not-found";

/** Confirms by password, and redirects to where the proof was required. */
export async function confirmByPassword(_before: ProofRefusal, sent: FormData): Promise<ProofRefusal> {
  const entered = await enter("manage_own_account");
  const form = formOf(sent);
  const problem = await provePassword(entered, form.get(PROOF_FIELD));
  if (problem !== null) return { problem };
  redirect(parsePlace(form.get("next")));
}

/** Returns the options, as JSON, with which a browser finds one of the person's own passkeys. */
export async function beginPasskeyProof(): Promise<string> {
  const { store, person } = await enter("manage_own_account");
  return authenticationOptions(await store.passkeys.list(person.id));
}

/** Confirms by a passkey's response, and redirects to `next` if there is one. */
export async function finishPasskeyProof(response: string, next: string | null): Promise<{ problem: string } | null> {
  const { store, person, session, by } = await enter("manage_own_account");
  const proven = typeof response === "string" ? await verifiedPerson(response) : null;
  if (proven?.id !== person.id) {
    const details = { method: "passkey again" };
    await store.audit.writeBounded({ deed: "sign_in_failed", subject: person.email, details }, by());
    return { problem: "This passkey is not yours, or took too long. Try again, or confirm another way." };
  }
  await store.sessions.prove(person.id, session.id, "passkey", by());
  if (next === null) return null;
  redirect(parsePlace(next));
}

/** Redirects to the single sign-on provider, which asks the person again. */
export async function confirmByOpenId(sent: FormData): Promise<void> {
  const entered = await enter("manage_own_account");
  const next = parsePlace(formOf(sent).get("next"));
  const { openId } = environment();
  if (!openId || !waysOf(entered).includes("openid")) redirect(confirmPath());
  const address = await openIdAddress(openId, next, entered.person.id);
  redirect("problem" in address ? confirmPath({ next, problem: address.problem }) : address.href);
}
