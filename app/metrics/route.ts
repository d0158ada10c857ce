import { clock } from "@/clock";
import { getStore } from "@/db";
import { environment } from "@/env";
import { mayReadMetrics } from "@/server/access/may-read";
import { answerError, methodNotAllowed } from "@/server/http/answer";
import { exposition } from "@/telemetry/metrics";

export const dynamic = "force-dynamic";

const NOT_ALLOWED = {
  error: "not_allowed",
  message:
    "Set RELINK_METRICS_TOKEN, and send it as: Authorization: Bearer …. Without one, only this machine may read.",
};

/** Serves metrics for Prometheus: figures only, and no label identifies anyone. */
export async function GET(request: Request): Promise<Response> {
  if (!mayReadMetrics(request.headers, environment()))
    return answerError(401, NOT_ALLOWED, { "www-authenticate": "Bearer" });
  const { text, type } = await exposition(getStore(), clock.now());
  return new Response(text, {
    headers: {
      "content-type": type,
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    },
  });
}

const wrongMethod = methodNotAllowed("GET");
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
