import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";
import type { TraceSettings } from "@/env";
import { onStopping } from "@/server/process/lifecycle";
import { SCOPE } from "./harmless-span";
import { otlpBody } from "./otlp";
import { tracing } from "./spans";

const TIMEOUT_MS = 10_000;
const DELIVERED = { code: 0 };
const LOST = { code: 1 };

/**
 * Sends the framework's spans and ours to a collector. Imported only if one is configured. Incoming trace contexts are not
 * continued, and none is propagated.
 */
export function beginTracing(settings: TraceSettings): void {
  const processor = new BatchSpanProcessor({ exporter: exporterTo(settings) });
  const provider = new TracerProvider({ spanProcessors: [processor] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  tracing().tracer = provider.getTracer(SCOPE);
  onStopping(() => void provider.forceFlush().catch(() => {}));
}

/** Spans that the collector does not take are lost: nothing of Relink waits for it. */
function exporterTo({ endpoint, headers, serviceName }: TraceSettings): SpanExporter {
  const url = new URL(`${endpoint.pathname.replace(/\/$/, "")}/v1/traces`, endpoint);
  return {
    export: (spans, done) => {
      fetch(url, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: otlpBody(spans, serviceName),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).then(
        (response) => done(response.ok ? DELIVERED : LOST),
        () => done(LOST),
      );
    },
    shutdown: async () => {},
  };
}
