"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { clock } from "@/clock";
import type { SentTest } from "@/components/settings/test-event-form";
import type { Store } from "@/db/store";
import { CHANGE_RULES, CONNECTION_CHANGES, type ConnectionChange } from "@/domain/intake/event";
import { docsBody } from "@/domain/intake/event-body";
import { readReceipt } from "@/domain/intake/receipt";
import { signDelivery } from "@/domain/intake/signature";
import { TEST_HEADER, TEST_USER, testConnectionId } from "@/domain/intake/test-connection";
import { HOME_PATH, settingsPath } from "@/domain/values/query/paths";
import { environment } from "@/env";
import { randomness } from "@/randomness";
import { enter } from "@/server/access/enter";
import { formOf, orNotFound } from "@/server/http/or-not-found";
import { WEBHOOK_PATH } from "@/server/intake/path";

/** Longer than OFAuth itself waits. */
const TIMEOUT_MS = 15_000;
const SUFFIX_LENGTH = 8;
const ANY_ADDRESS = new Set(["0.0.0.0", "::", "::0"]);

const testForm = z.object({
  change: z.enum(CONNECTION_CHANGES).default("created"),
  scheme: z.enum(["svix", "ofauth"]).default("svix"),
  way: z.enum(["direct", "public"]).default("direct"),
});

/** Signs an event with the configured secret and posts it to this deployment's own endpoint, as OFAuth would. */
export async function sendTest(_before: SentTest | null, sent: FormData): Promise<SentTest> {
  const { store, by } = await enter("send_test_events");
  const form = formOf(sent);
  const { change, scheme, way } = orNotFound(testForm, Object.fromEntries(form));
  const { webhookSecrets, publicUrl } = environment();
  const [secret] = webhookSecrets;
  if (!secret) return { kind: "no_secret" };
  const url = new URL(WEBHOOK_PATH, way === "public" && publicUrl ? publicUrl : ownAddress());
  const connection = await connectionToTell(store);
  await store.audit.write({ deed: "test_sent", subject: connection, details: { change, scheme, way } }, by());
  const sentAt = clock.now();
  const body = Buffer.from(bodyOf(change, connection, sentAt));
  const headers = signDelivery(body, {
    scheme,
    secret,
    messageId: `msg_${randomness.uuid().replaceAll("-", "")}`,
    sentAt,
  });
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "Relink test event",
        [TEST_HEADER]: "1",
        ...headers,
      },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const receipt = readReceipt(response.headers);
    revalidatePath(settingsPath());
    return {
      kind: "answered",
      status: response.status,
      outcome: receipt?.outcome ?? null,
      eventId: receipt?.eventId ?? null,
      connectionId: connection,
      tookMs: clock.now() - sentAt,
      url: url.href,
    };
  } catch (fault) {
    return { kind: "unreachable", url: url.href, isTimeout: fault instanceof Error && fault.name === "TimeoutError" };
  }
}

/** Removes all test connections with their events. */
export async function removeTests(): Promise<void> {
  const { store, by } = await enter("send_test_events");
  await store.maintenance.removeTests(by());
  revalidatePath(HOME_PATH, "layout");
}

/** Returns the id of a test connection that isn't disconnected, or of a new one. */
async function connectionToTell(store: Store): Promise<string> {
  const tests = await store.connections.listTests();
  return tests.find((one) => !one.isDisconnected)?.id ?? testConnectionId(randomness.uuid().slice(0, SUFFIX_LENGTH));
}

function bodyOf(change: ConnectionChange, connection: string, occurredAt: number): string {
  return docsBody(change, {
    connection,
    user: TEST_USER,
    occurredAt,
    ...(!CHANGE_RULES[change].isThin && {
      permissions: change === "created" ? ["profile:read", "posts:read"] : ["profile:read", "messages:read"],
      account: { id: "relink_test", name: "Relink test", username: "relink_test" },
    }),
  });
}

function ownAddress(): URL {
  const { host, port, webhookPort } = environment();
  const reachable = ANY_ADDRESS.has(host) ? "127.0.0.1" : host;
  return new URL(`http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${webhookPort ?? port}`);
}
