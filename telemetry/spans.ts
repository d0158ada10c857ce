import type { Span, Tracer } from "@opentelemetry/api";
import { processWide } from "@/server/process/process-wide";

/** Set by `tracing.ts` if traces are configured; nothing of OpenTelemetry is loaded before. */
export const tracing = () => processWide<{ tracer: Tracer | null }>("tracing", () => ({ tracer: null }));

/** SpanStatusCode.ERROR of the OpenTelemetry API. */
const ERROR_STATUS = 2;

/** SpanKind.SERVER of the OpenTelemetry API. */
const SERVER_KIND = 1;

/** Handles a request that the framework doesn't see, in a span like the framework's own; costs nothing while tracing is off. */
export function tracedRequest(method: "POST", route: string, answer: () => Promise<Response>): Promise<Response> {
  const { tracer } = tracing();
  if (!tracer) return answer();
  const attributes = { "http.method": method, "http.route": route };
  return tracer.startActiveSpan(`${method} ${route}`, { kind: SERVER_KIND, attributes }, (span) =>
    inSpan(span, async () => {
      const response = await answer();
      span.setAttribute("http.status_code", response.status);
      return response;
    }),
  );
}

/** Runs a step of a delivery in a span of its own; costs nothing while tracing is off. */
export function traced<T>(name: "verify" | "parse" | "commit", work: () => T): T {
  const { tracer } = tracing();
  return tracer ? tracer.startActiveSpan(name, (span) => inSpan(span, work)) : work();
}

function inSpan<T>(span: Span, work: () => T): T {
  const fail = () => {
    // Without the message, which may quote values.
    span.setStatus({ code: ERROR_STATUS });
    span.end();
  };
  try {
    const result = work();
    if (result instanceof Promise) result.then(() => span.end(), fail);
    else span.end();
    return result;
  } catch (fault) {
    fail();
    throw fault;
  }
}
