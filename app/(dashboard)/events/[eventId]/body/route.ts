import { guarded } from "@/app/access/guarded";
import { answerError, methodNotAllowed } from "@/app/api/answer";

import { problemsOfNoQuery } from "@/domain/query-problems";

export const dynamic = "force-dynamic";

/** The body of an event as it was kept, byte for byte. As plain text: a browser must never run what is in it. */
export const GET = guarded<RouteContext<"/events/[eventId]/body">>(
  "viewer",
  problemsOfNoQuery,
  async (_request, { store }, { params }) => {
    const { eventId } = await params;
    const body = /^\d{1,15}$/.test(eventId) ? await store.events.findBody(Number(eventId)) : null;
    if (!body) return answerError(404, { error: "no_such_event", message: "There is no event with this number." });
    return new Response(Buffer.from(body), {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      },
    });
  },
);

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
