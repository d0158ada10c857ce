import type { EndpointFacts } from "@/domain/intake/endpoint";
import { environment } from "@/env";
import { readClient } from "@/server/access/client";
import { WEBHOOK_PATH } from "./path";

/** Where OFAuth must post, and whether its signatures can be checked: for the screens that help to set it up. */
export async function endpointFacts(): Promise<EndpointFacts> {
  const { publicUrl, webhookPort, webhookSecrets } = environment();
  const { origin } = await readClient();
  const url = new URL(WEBHOOK_PATH, origin);
  // A proxy in front passes both on; without one, they are different ports of this machine.
  if (publicUrl === null && webhookPort !== null) url.port = String(webhookPort);
  return {
    url: url.href,
    isPublic: publicUrl !== null,
    secretFingerprints: webhookSecrets.map((secret) => secret.fingerprint),
  };
}
