import type { Relink } from "@/e2e/deployment";
import { docsBody, sdkBody } from "@/testing/worlds/deliveries";

/** Posts a connection that was created and updated, with one repetition, and a sandbox one that expired. */
export async function tellOfThree(relink: Relink): Promise<void> {
  const { post } = relink;
  const account = { id: "of_77", name: "Jane Doe", username: "janedoe" };
  await post(docsBody("created", { connection: "conn_a", user: "user_a", account }), { messageId: "msg_created" });
  await post(sdkBody("expired", { connection: "conn_b", user: "user_b", live: false }), { scheme: "ofauth" });
  await post(docsBody("updated", { connection: "conn_a", user: "user_a", account }), { messageId: "msg_updated" });
  await post(docsBody("updated", { connection: "conn_a", user: "user_a", account }), { messageId: "msg_updated" });
}

export async function refuse(relink: Relink, headers: Record<string, string> = {}): Promise<void> {
  await fetch(`${relink.origin}/api/webhooks/ofauth`, { method: "POST", body: "{}", headers });
}
