import { readClient } from "@/app/access/client";
import { WEBHOOK_PATH } from "@/app/api/webhooks/ofauth/path";
import type { EndpointFacts } from "@/components/intake/endpoint-guide";
import { environment } from "@/env";

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
