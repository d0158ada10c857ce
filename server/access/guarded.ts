import { clock } from "@/clock";
import { getStore } from "@/db";
import { TOKEN_PREFIX } from "@/domain/access/api-token";
import { mayDo, RIGHTS, type Right } from "@/domain/access/rights";
import { hashSecret } from "@/domain/access/sign-in";
import type { QueryProblem } from "@/domain/values/query/query-problems";
import { answerError, answerProblems } from "@/server/http/answer";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";
import { type Entered, enterByToken, whoAsks } from "./enter";

/** Finds the problems of a request's query. */
type FindProblems = (query: URLSearchParams) => readonly QueryProblem[];
type Handler<Context> = (request: Request, entered: Entered, context: Context) => Response | Promise<Response>;

const NOT_SIGNED_IN = {
  error: "not_signed_in",
  message: "Sign in first, or send an API token as: Authorization: Bearer relink_…",
};
const BAD_TOKEN = {
  error: "bad_token",
  message: "This API token is not known, was revoked or has expired. An admin makes a new one in the settings.",
};

/**
 * Wraps a route's handler so that it only runs for signed-in people and API tokens whose role has the right. Refuses requests
 * made on behalf of another site, unless they only read, and queries that aren't fully understood.
 */
export function guarded<Context>(right: Right, findProblems: FindProblems, handle: Handler<Context>) {
  return async (request: Request, context: Context): Promise<Response> => {
    const entered = await whoEnters(request);
    if (entered instanceof Response) return entered;
    if (!mayDo(entered.role, right)) {
      const message = `This needs the role ${RIGHTS[right]}; yours is ${entered.role}.`;
      return answerError(403, { error: "not_allowed", message });
    }
    const refused = answerProblems(findProblems(new URL(request.url).searchParams));
    return refused ?? handle(request, entered, context);
  };
}

async function whoEnters(request: Request): Promise<Entered | Response> {
  const authorization = request.headers.get("authorization");
  try {
    if (authorization !== null) return await byToken(authorization);
    if (request.method !== "GET" && !isOurs(request)) {
      const message = "This is started from Relink's own pages only.";
      return answerError(403, { error: "foreign_origin", message });
    }
    return (await whoAsks()) ?? answerError(401, NOT_SIGNED_IN, { "www-authenticate": "Bearer" });
  } catch (fault) {
    log().error({ fault: faultName(fault) }, "who asks could not be told");
    return answerError(503, { error: "database_unavailable", message: "The database does not answer; see the log." });
  }
}

async function byToken(authorization: string): Promise<Entered | Response> {
  const [, secret] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  const isToken = secret?.startsWith(TOKEN_PREFIX) === true;
  const token = isToken ? await getStore().tokens.find(hashSecret(secret), clock.now()) : null;
  return token ? enterByToken(token) : answerError(401, BAD_TOKEN, { "www-authenticate": "Bearer" });
}

/** Returns true if the request comes from a page of this deployment; see `server/http/own-origin.ts`. */
function isOurs(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return origin === null || (URL.canParse(origin) && new URL(origin).host === host);
}
