import { beginSession } from "@/app/access/begin-session";
import { nobodyAt, readClient } from "@/app/access/client";
import { personFromOpenId } from "@/app/access/open-id";
import { answerError, methodNotAllowed } from "@/app/api/answer";
import { clock } from "@/clock";
import { getStore } from "@/db";
import { environment } from "@/env";

export const dynamic = "force-dynamic";

/** Where the single sign-on provider sends browsers back to. */
export async function GET(request: Request): Promise<Response> {
  const { openId } = environment();
  if (!openId) return answerError(404, { error: "no_single_sign_on", message: "Single sign-on is not set up here." });
  const client = await readClient();
  const by = { author: nobodyAt(client), at: clock.now() };
  const outcome = await personFromOpenId(openId, new URL(request.url).search, by);
  if ("problem" in outcome) {
    const details = { method: "openid", cause: outcome.problem };
    await getStore().audit.writeBounded({ deed: "sign_in_failed", subject: "an unknown address", details }, by);
    return goTo(`/sign-in?problem=${outcome.problem}`);
  }
  await beginSession(outcome.person, "openid");
  return goTo(outcome.next);
}

/** Relative, so that it leads nowhere else whatever the request claims to be. */
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
