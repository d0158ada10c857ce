import { problemsOfNoQuery } from "@/domain/values/query/query-problems";
import { guarded } from "@/server/access/guarded";
import { methodNotAllowed } from "@/server/http/answer";
import { follow } from "@/server/live/follow";

export const dynamic = "force-dynamic";

/**
 * Streams the store's revision as server-sent events, at once and after commits that change it. A page compares it with the one
 * that it was rendered with, so it misses nothing from before the stream was open. It then requests the changes itself.
 */
export const GET = guarded("read", problemsOfNoQuery, (request, { store }) => {
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      end = follow(store.changes, controller, request.signal);
    },
    cancel() {
      end();
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream",
      // "no-transform" keeps Next from compressing, and so from holding back, the stream.
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
});

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it, and neither read the stream nor end it.
export const HEAD = wrongMethod;
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
