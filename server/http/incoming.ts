import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { normalizeAddress } from "./address";
import { normalizeForwarded, trusting } from "./forwarded";
import { normalizeOrigin } from "./own-origin";

/** Published by node:http for each request before any handler sees it. https://nodejs.org/api/diagnostics_channel.html#http */
const CHANNEL = "http.server.request.start";

/** Sanitises every request before the framework sees it: forwarded headers, origin, address. */
export function watchIncoming(trustedProxies: readonly string[], publicUrl: () => URL | null): void {
  const isTrusted = trusting(trustedProxies);
  subscribe(CHANNEL, (message) => {
    // Safe: node:http documents this payload.
    const { request } = message as { readonly request: IncomingMessage };
    normalizeForwarded(request, isTrusted);
    normalizeOrigin(request, publicUrl());
    normalizeAddress(request);
  });
}
