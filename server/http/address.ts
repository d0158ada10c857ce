import type { IncomingMessage } from "node:http";

/** Path for addresses that can't be read; it responds with 404. */
const NOTHING = "/nothing";
/** Where a method leads that the framework doesn't know: to the same answer, for programs. */
const NO_METHOD = "/api/nothing";
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Normalises a request's target and method by the rules of HTTP before the framework sees them. The framework would respond with
 * 500 to a target that is no path or doesn't decode and to an unknown method, and redirect doubled slashes, which senders take
 * for a failure. The host of an absolute target is dropped (RFC 9112, 3.2.2).
 */
export function normalizeAddress(request: Pick<IncomingMessage, "method" | "url">): void {
  const isKnown = METHODS.has(request.method ?? "");
  request.url = isKnown ? pathOf(request.url ?? "/") : NO_METHOD;
  if (!isKnown) request.method = "GET";
}

function pathOf(target: string): string {
  const [host = ""] = /^https?:\/\/[^/?#]+/i.exec(target) ?? [];
  const [, path = "", query = ""] = /^([^?]*)(.*)$/s.exec(target.slice(host.length)) ?? [];
  const rooted = host !== "" && path === "" ? "/" : path;
  return rooted.startsWith("/") && isDecodable(rooted) ? rooted.replace(/\/{2,}/g, "/") + query : NOTHING;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
