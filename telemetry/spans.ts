import type { Span, Tracer } from "@opentelemetry/api";
import { processWide } from "@/server/process/process-wide";

/** The tracer is set once traces are asked for, by `tracing.ts`: nothing of OpenTelemetry is loaded before. */
export const tracing = () => processWide<{ tracer: Tracer | null }>("tracing", () => ({ tracer: null }));

/** The interface's word for a failure. */
const ERROR_STATUS = 2;

/** Of the interface's kinds: what answers someone. */
const SERVER_KIND = 1;

/** Answers a request that the framework does not see, as a span like those that it makes; costs nothing where no traces are made. */
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

/** Does a part of a delivery's work, as a span of its own where traces are made; elsewhere that costs nothing. */
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
