import { createHash, timingSafeEqual } from "node:crypto";
import type { Environment } from "@/env";
import { DIRECT_HEADER } from "@/server/http/forwarded";

type Settings = Pick<Environment, "metricsToken" | "publicUrl" | "trustedProxies">;

/**
 * Returns true if a request may read the metrics. If a token is set, the request must send it; otherwise it must come from this
 * machine. An unknown proxy passes on everyone's requests as its own, so behind one no request counts as coming from this
 * machine.
 */
export function mayReadMetrics(headers: Headers, { metricsToken, publicUrl, trustedProxies }: Settings): boolean {
  if (metricsToken !== null) {
    const [, sent = ""] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
    return timingSafeEqual(digest(sent), digest(metricsToken));
  }
  const isBehindUnknownProxy = publicUrl !== null && trustedProxies.length === 0;
  return headers.get(DIRECT_HEADER) !== null && !isBehindUnknownProxy;
}

/** Digests to a fixed length, so that the comparison leaks nothing about the token. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
