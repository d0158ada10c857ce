import type { IncomingMessage } from "node:http";

type Incoming = Pick<IncomingMessage, "headers">;

/**
 * Settles whether a request's `Origin` is ours, for every later check, the framework's included: they compare it with
 * `X-Forwarded-Host`. Our own origin makes the two equal; any other becomes `null`, which equals no host. Must run after
 * `normalizeForwarded`, so that forwarded headers can be trusted.
 */
export function normalizeOrigin({ headers }: Incoming, publicUrl: URL | null): void {
  const given = headers.origin;
  if (given === undefined) return;
  const origin = originOf(given);
  if (origin === null || !isOwn(origin, headers, publicUrl)) headers.origin = "null";
  else headers["x-forwarded-host"] = origin.host;
}

/** Returns true for the public address, and for the requested host if the scheme fits, when that is known. */
function isOwn(origin: URL, headers: Incoming["headers"], publicUrl: URL | null): boolean {
  if (origin.origin === publicUrl?.origin) return true;
  const asked = headers["x-forwarded-host"] ?? headers.host;
  if (typeof asked !== "string" || !isAt(origin, asked)) return false;
  // A page loaded without TLS must not act for the address with TLS.
  if (origin.host === publicUrl?.host) return false;
  const scheme = headers["x-forwarded-proto"];
  return scheme === undefined || origin.protocol === `${scheme}:`;
}

/** Returns true if a host, with its port or without the default one, is that of an origin. */
function isAt(origin: URL, host: string): boolean {
  return originOf(`${origin.protocol}//${host}`)?.host === origin.host;
}

function originOf(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url : null;
}
