import type { EndpointFacts } from "@/domain/intake/endpoint";
import { environment } from "@/env";
import { readClient } from "@/server/access/client";
import { WEBHOOK_PATH } from "./path";

/** Returns where OFAuth must post and whether its signatures can be checked, for the setup screens. */
export async function endpointFacts(): Promise<EndpointFacts> {
  const { publicUrl, webhookPort, webhookSecrets } = environment();
  const { origin } = await readClient();
  const url = new URL(WEBHOOK_PATH, origin);
  // A proxy in front forwards both to one address; without one, they are different ports of this machine.
  if (publicUrl === null && webhookPort !== null) url.port = String(webhookPort);
  return {
    url: url.href,
    isPublic: publicUrl !== null,
    secretFingerprints: webhookSecrets.map((secret) => secret.fingerprint),
  };
}
