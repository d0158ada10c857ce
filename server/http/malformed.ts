import type { IncomingMessage } from "node:http";

type Incoming = Pick<IncomingMessage, "headers" | "url">;

/** Where an address leads that can't be read. */
const NOTHING = "/nothing";
const ACTION_ID = /^[0-9a-f]{42}$/;

/**
 * Takes from a request what the framework would answer with a plain 500, and its own clients never send: an address that is no path,
 * or whose percent signs encode nothing, and headers of its own protocol that are not in its form. What is left means what it would without them.
 */
export function dropMalformed(request: Incoming): void {
  const { headers } = request;
  const url = addressIn(request.url ?? "/");
  request.url = url;
  const tree = headers["next-router-state-tree"];
  if (tree !== undefined && (url.startsWith("/api/") || !isTree(String(tree))))
    delete headers["next-router-state-tree"];
  const action = headers["next-action"];
  if (action !== undefined && !ACTION_ID.test(String(action))) delete headers["next-action"];
  // No page of ours asks for any other kind, and the framework draws those as if it were building.
  if (headers["next-router-prefetch"] !== "1") delete headers["next-router-prefetch"];
  // As browsers say that they don't tell.
  if (headers.origin !== undefined && !URL.canParse(headers.origin)) headers.origin = "null";
  const type = headers["content-type"] ?? "";
  if (type.startsWith("multipart/") && !/boundary=[^;\s]+/.test(type)) delete headers["content-type"];
}

/**
 * The path and query of a request's target. Drops the host of one in absolute form (RFC 9112, 3.2.2), and slashes that are doubled, which the
 * framework would answer with a redirect: senders take that for a failure.
 */
function addressIn(target: string): string {
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

/** A segment, what lies in parallel below it, and a few marks, as the framework's router writes it. */
function isTree(header: string): boolean {
  try {
    return isSegment(JSON.parse(decodeURIComponent(header)));
  } catch {
    return false;
  }
}

function isSegment(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const [segment, parallel] = value;
  const isName =
    typeof segment === "string" ||
    (Array.isArray(segment) &&
      segment.every((part) => part === null || typeof part === "string" || Array.isArray(part)));
  if (!isName || typeof parallel !== "object" || parallel === null || Array.isArray(parallel)) return false;
  return Object.values(parallel).every(isSegment);
}
