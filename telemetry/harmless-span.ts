import type { Attributes, AttributeValue } from "@opentelemetry/api";

export type RawSpan = {
  readonly name: string;
  readonly attributes: Attributes;
  readonly instrumentationScope: { readonly name: string };
};

export type HarmlessSpan = { readonly name: string; readonly attributes: Readonly<Record<string, AttributeValue>> };

/** The scope of our own spans, whose names come from a short list. */
export const SCOPE = "relink";

/** The framework's values, none of which comes from a request: a route is a pattern such as /users/[userId]. */
const WORD = /^[\w()[\]./-]{1,80}$/;

/** Attributes that may leave the deployment. */
const HARMLESS = ["http.method", "http.route", "http.status_code", "next.rsc", "next.span_type"];

/**
 * Returns what may leave the deployment of a span. The framework's spans carry URLs with what people typed, user ids and fault
 * messages; only listed attributes are kept, and the name is built from them.
 */
export function harmlessSpan({ name, attributes, instrumentationScope }: RawSpan): HarmlessSpan {
  const kept: Record<string, AttributeValue> = {};
  for (const key of HARMLESS) {
    const value = attributes[key];
    if (value !== undefined && isHarmless(value)) kept[key] = value;
  }
  return { name: instrumentationScope.name === SCOPE ? name : nameOf(kept), attributes: kept };
}

function isHarmless(value: AttributeValue): boolean {
  return typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && WORD.test(value));
}

function nameOf(kept: HarmlessSpan["attributes"]): string {
  const { "http.method": method, "http.route": route, "next.span_type": type = "span" } = kept;
  return method === undefined ? String(type) : [method, route].filter((word) => word !== undefined).join(" ");
}
