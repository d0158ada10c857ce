import type { AttributeValue, HrTime, SpanContext, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { harmlessSpan, type RawSpan } from "./harmless-span";

export type FinishedSpan = RawSpan & {
  readonly kind: SpanKind;
  readonly spanContext: () => SpanContext;
  readonly parentSpanContext?: SpanContext;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: { readonly code: SpanStatusCode };
};

const NANOSECONDS = 1_000_000_000n;

/**
 * Returns the body of a request that exports spans, as OTLP JSON: https://opentelemetry.io/docs/specs/otlp. Leaves out events,
 * links and status messages, which may quote values.
 */
export function otlpBody(spans: readonly FinishedSpan[], serviceName: string): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [attribute("service.name", serviceName)] },
        scopeSpans: [{ scope: { name: "relink" }, spans: spans.map(toOtlp) }],
      },
    ],
  });
}

function toOtlp(span: FinishedSpan) {
  const { name, attributes } = harmlessSpan(span);
  const { traceId, spanId } = span.spanContext();
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? "",
    name,
    // OTLP counts span kinds from 1, the API from 0.
    kind: span.kind + 1,
    startTimeUnixNano: nanoseconds(span.startTime),
    endTimeUnixNano: nanoseconds(span.endTime),
    attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    status: { code: span.status.code },
  };
}

function attribute(key: string, value: AttributeValue) {
  if (typeof value === "boolean") return { key, value: { boolValue: value } };
  if (typeof value === "number") return { key, value: { intValue: String(Math.round(value)) } };
  return { key, value: { stringValue: String(value) } };
}

function nanoseconds([seconds, rest]: HrTime): string {
  return String(BigInt(seconds) * NANOSECONDS + BigInt(rest));
}
