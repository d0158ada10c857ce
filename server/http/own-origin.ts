import type { IncomingMessage } from "node:http";

type Incoming = Pick<IncomingMessage, "headers">;

/**
 * Settles whether a request's `Origin` is this deployment's, once for everyone who asks later, the framework included: they compare it
 * with `X-Forwarded-Host`. One that is ours makes them equal; any other becomes `null`, which no host equals. Comes after
 * `settleForwarded`, so that forwarded headers may be believed.
 */
export function settleOrigin({ headers }: Incoming, publicUrl: URL | null): void {
  const given = headers.origin;
  if (given === undefined) return;
  const origin = originOf(given);
  if (origin === null || !isOwn(origin, headers, publicUrl)) headers.origin = "null";
  else headers["x-forwarded-host"] = origin.host;
}

/** The public address is always ours. Any other is if it is the host that was asked, by the scheme that was used, where that is known. */
function isOwn(origin: URL, headers: Incoming["headers"], publicUrl: URL | null): boolean {
  if (origin.origin === publicUrl?.origin) return true;
  const asked = headers["x-forwarded-host"] ?? headers.host;
  if (typeof asked !== "string" || !isAt(origin, asked)) return false;
  // A page that came without TLS must not speak for the address with TLS.
  if (origin.host === publicUrl?.host) return false;
  const scheme = headers["x-forwarded-proto"];
  return scheme === undefined || origin.protocol === `${scheme}:`;
}

/** Whether a host, with its port or without the scheme's own, is that of an origin. */
function isAt(origin: URL, host: string): boolean {
  return originOf(`${origin.protocol}//${host}`)?.host === origin.host;
}

function originOf(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url : null;
}
