import { headers } from "next/headers";
import type { EndpointFacts } from "@/components/intake/endpoint-guide";
import { environment } from "@/env";

/** Where OFAuth must post, and whether its signatures can be checked: for the screens that help to set it up. */
export async function endpointFacts(): Promise<EndpointFacts> {
  const { publicUrl, webhookSecrets, host, port } = environment();
  const requested = await headers();
  const seenHost = requested.get("host") ?? `${host}:${port}`;
  const origin =
    publicUrl?.origin ?? `${requested.get("x-forwarded-proto") === "https" ? "https" : "http"}://${seenHost}`;
  return {
    url: `${origin}/api/webhooks/ofauth`,
    isPublic: publicUrl !== null,
    secretFingerprints: webhookSecrets.map((secret) => secret.fingerprint),
  };
}
