import type { EndpointFacts } from "@/domain/intake/endpoint";
import { environment } from "@/env";
import { readClient } from "@/server/access/client";
import { WEBHOOK_PATH } from "./path";

/** Where OFAuth must post, and whether its signatures can be checked: for the screens that help to set it up. */
export async function endpointFacts(): Promise<EndpointFacts> {
  const { publicUrl, webhookSecrets } = environment();
  const { origin } = await readClient();
  return {
    url: `${origin}${WEBHOOK_PATH}`,
    isPublic: publicUrl !== null,
    secretFingerprints: webhookSecrets.map((secret) => secret.fingerprint),
  };
}
