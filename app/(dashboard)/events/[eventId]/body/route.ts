import { problemsOfNoQuery } from "@/domain/values/query/query-problems";
import { guarded } from "@/server/access/guarded";
import { answerError, methodNotAllowed } from "@/server/http/answer";

export const dynamic = "force-dynamic";

/** Keeps browsers from running anything in a body. Pages have another policy: see proxy.ts, which leaves these responses alone. */
const POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

type Context = RouteContext<"/events/[eventId]/body">;

/** Returns an event's body byte for byte, as plain text. */
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
