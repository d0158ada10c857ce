import { expect, test } from "vitest";
import { harmlessSpan } from "./harmless-span";
import { type FinishedSpan, otlpBody } from "./otlp";

const FRAMEWORK = { name: "next.js" };

test("nothing that someone typed, and no address, leaves with a framework span", () => {
  const span = harmlessSpan({
    name: "GET /connections?q=Jane Private",
    instrumentationScope: FRAMEWORK,
    attributes: {
      "http.method": "GET",
      "http.target": "/users/user_private?q=Jane Private",
      "http.url": "http://127.0.0.1/users/user_private",
      "http.route": "/users/[userId]",
      "http.status_code": 200,
      "next.rsc": false,
      "next.span_name": "GET /users/user_private",
      "next.span_type": "BaseServer.handleRequest",
      "exception.message": "no such column: Jane Private",
    },
  });
  expect(span).toEqual({
    name: "GET /users/[userId]",
    attributes: {
      "http.method": "GET",
      "http.route": "/users/[userId]",
      "http.status_code": 200,
      "next.rsc": false,
      "next.span_type": "BaseServer.handleRequest",
    },
  });
});

test("values that don't look like the framework's are left out even under its attribute names", () => {
  const attributes = { "http.method": "GET", "http.route": "/users/Jane Private?x", "next.span_type": ["a", "b"] };
  expect(harmlessSpan({ name: "x", instrumentationScope: FRAMEWORK, attributes })).toEqual({
    name: "GET",
    attributes: { "http.method": "GET" },
  });
});

test("our own spans keep their names", () => {
  expect(harmlessSpan({ name: "commit", instrumentationScope: { name: "relink" }, attributes: {} }).name).toBe(
    "commit",
  );
});

test("a collector receives ids, times to the nanosecond, kind and outcome, and no events or messages", () => {
  const ids = { traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags: 1 };
  const fault = { code: 2, message: "no such column: Jane Private" };
  const span: FinishedSpan = {
    name: "GET",
    kind: 1,
    instrumentationScope: FRAMEWORK,
    attributes: { "http.method": "POST", "http.status_code": 503, "next.rsc": true },
    spanContext: () => ids,
    parentSpanContext: { ...ids, spanId: "c".repeat(16) },
    startTime: [1_700_000_000, 5],
    endTime: [1_700_000_001, 0],
    status: fault,
  };
  const [{ resource, scopeSpans }] = JSON.parse(otlpBody([span], "relink")).resourceSpans;
  expect(resource.attributes).toEqual([{ key: "service.name", value: { stringValue: "relink" } }]);
  expect(scopeSpans[0].spans).toEqual([
    {
      traceId: ids.traceId,
      spanId: ids.spanId,
      parentSpanId: "c".repeat(16),
      name: "POST",
      kind: 2,
      startTimeUnixNano: "1700000000000000005",
      endTimeUnixNano: "1700000001000000000",
      attributes: [
        { key: "http.method", value: { stringValue: "POST" } },
        { key: "http.status_code", value: { intValue: "503" } },
        { key: "next.rsc", value: { boolValue: true } },
      ],
      status: { code: 2 },
    },
  ]);
});
