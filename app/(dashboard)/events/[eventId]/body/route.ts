import { problemsOfNoQuery } from "@/domain/values/query-problems";
import { guarded } from "@/server/access/guarded";
import { answerError, methodNotAllowed } from "@/server/http/answer";

export const dynamic = "force-dynamic";

/** A browser must never run what is in a body. Pages have another policy: see proxy.ts, which leaves these answers alone. */
const POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

type Context = RouteContext<"/events/[eventId]/body">;

/** The body of an event as it was kept, byte for byte, as plain text. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const response = await readBody(request, context);
  response.headers.set("content-security-policy", POLICY);
  return response;
}

const readBody = guarded<Context>("read", problemsOfNoQuery, async (_request, { store }, { params }) => {
  const { eventId } = await params;
  const body = /^\d{1,15}$/.test(eventId) ? await store.events.findBody(Number(eventId)) : null;
  if (!body) return answerError(404, { error: "no_such_event", message: "There is no event with this number." });
  return new Response(Buffer.from(body), {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
    },
  });
});

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
