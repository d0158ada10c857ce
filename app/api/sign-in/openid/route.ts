import { clock } from "@/clock";
import { getStore } from "@/db";
import { confirmPath, signInPath } from "@/domain/values/query/paths";
import { environment } from "@/env";
import { beginSession } from "@/server/access/begin-session";
import { nobodyAt, readClient } from "@/server/access/client";
import { whoAsks } from "@/server/access/enter";
import { personFromOpenId } from "@/server/access/open-id/open-id";
import type { OpenIdProblem } from "@/server/access/open-id/open-id-failure";
import { answerError, methodNotAllowed } from "@/server/http/answer";

export const dynamic = "force-dynamic";

/** Handles the return from the single sign-on provider. */
export async function GET(request: Request): Promise<Response> {
  const { openId } = environment();
  if (!openId) return answerError(404, { error: "no_single_sign_on", message: "Single sign-on is not set up here." });
  const client = await readClient();
  const by = { author: nobodyAt(client), at: clock.now() };
  const outcome = await personFromOpenId(openId, new URL(request.url).search, by);
  if ("problem" in outcome) {
    const deed = outcome.problem === "other_identity" ? "identity_refused" : "sign_in_failed";
    const details = { method: "openid", cause: outcome.problem };
    await getStore().audit.writeBounded({ deed, subject: outcome.email ?? "an unknown address", details }, by);
    const { problem, next } = outcome;
    // If the request is unknown, someone who is signed in most likely came to confirm their identity.
    const isProof = (outcome.isProof ?? true) && (await whoAsks()) !== null;
    return goBack(isProof ? confirmPath : signInPath, problem, next);
  }
  if (outcome.isProof) {
    const asking = await whoAsks();
    if (asking?.person.id !== outcome.person.id) return goBack(signInPath, "other_person", outcome.next);
    await asking.store.sessions.prove(asking.person.id, asking.session.id, "openid", asking.by());
    return goTo(outcome.next);
  }
  // The provider may have let them in without asking: such a sign-in is no proof.
  await beginSession(outcome.person, "openid", outcome.provenAt);
  return goTo(outcome.next);
}

/** Redirects to a page that shows the problem, and keeps the page that the person wanted. */
function goBack(pathWith: typeof signInPath, problem: OpenIdProblem, next: string | undefined): Response {
  return goTo(pathWith({ problem, ...(next === undefined ? {} : { next }) }));
}

/** Redirects by a relative location, so that it stays on this host whatever the request claims. */
function goTo(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it.
export const HEAD = wrongMethod;
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
