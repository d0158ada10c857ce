import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Refusal } from "@/domain/intake/intake";
import { TEST_HEADER } from "@/domain/intake/test-connection";
import { exposition } from "@/telemetry/metrics";
import { freshStore } from "@/testing/fresh-store";
import { signedRequest } from "@/testing/servers/front-door";
import { docsBody, testSecret } from "@/testing/worlds/deliveries";
import { deliveryQueue, WAITING_MAX } from "./delivery-queue";
import type { Door } from "./door";
import { receiveDelivery } from "./receive";

const NOW = 1_705_320_000_000;
const FORGED = { "svix-id": "msg_1", "svix-timestamp": String(NOW / 1000), "svix-signature": "v1,AAAA" };

beforeAll(() => {
  vi.stubEnv("LOG_LEVEL", "silent");
});

afterAll(() => {
  vi.unstubAllEnvs();
  globalThis.relink?.clear();
});

afterEach(() => {
  vi.useRealTimers();
});

function door(changed: Partial<Door> = {}): Door & { readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = [];
  return {
    now: () => NOW,
    secrets: [testSecret()],
    toleranceSeconds: 300,
    isStopping: () => false,
    queue: deliveryQueue(0),
    ingest: () => Promise.reject(new Error("Nothing is kept here")),
    recordRefusal: async (refusal) => void refusals.push(refusal),
    refusals,
    ...changed,
  };
}

function post(body: BodyInit, headers: Record<string, string>): Request {
  return new Request("http://relink.test/api/webhooks/ofauth", { method: "POST", body, headers });
}

/** A delivery as OFAuth would send it. */
function genuine(): Request {
  return signedRequest(docsBody("created"), { sentAt: NOW });
}

/** A request whose body never ends. */
function unending(): Request {
  const init = { method: "POST", body: new ReadableStream(), duplex: "half", headers: FORGED } as const;
  return new Request("http://relink.test/api/webhooks/ofauth", init);
}

test("a delivery marked as a test is stored as one, and any other is not", async () => {
  const kept: unknown[] = [];
  const at = door({
    ingest: async ({ isTest }) => {
      kept.push(isTest);
      return { outcome: "stored", eventId: 1 };
    },
  });
  const request = genuine();
  request.headers.set(TEST_HEADER, "1");
  for (const one of [request, genuine()]) expect((await receiveDelivery(one, at)).status).toBe(200);
  expect(kept).toEqual([true, false]);
});

test("bodies that never arrive keep nobody out, and are refused after ten seconds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const at = door();
  const idle = Array.from({ length: WAITING_MAX }, () => receiveDelivery(unending(), at));
  const ingest = async () => ({ outcome: "stored", eventId: 1 }) as const;
  expect((await receiveDelivery(genuine(), door({ ingest }))).status).toBe(200);

  vi.advanceTimersByTime(10_000);
  const answers = await Promise.all(idle);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([408]));
  expect(await answers[0]?.json()).toMatchObject({ error: "too_slow" });
  expect(at.refusals).toEqual([]);
}, 60_000);

test("once the queue is full, the next delivery is refused at once, and forged ones are still refused as forged", async () => {
  const waiting: (() => void)[] = [];
  const at = door({
    ingest: () => new Promise((resolve) => waiting.push(() => resolve({ outcome: "stored", eventId: 1 }))),
  });
  const held = Array.from({ length: WAITING_MAX }, () => receiveDelivery(genuine(), at));
  await vi.waitUntil(() => waiting.length === WAITING_MAX, { timeout: 60_000 });
  const crowded = await receiveDelivery(genuine(), at);
  expect([crowded.status, (await crowded.json()).error]).toEqual([503, "crowded"]);
  expect((await receiveDelivery(post("{}", FORGED), at)).status).toBe(401);
  for (const keep of waiting) keep();
  expect(new Set((await Promise.all(held)).map(({ status }) => status))).toEqual(new Set([200]));
});

test("a clock set back while an event is stored never yields a negative duration", async () => {
  globalThis.relink?.delete("metrics");
  const times = [NOW, NOW - 5_000];
  const stepping = { now: () => times.shift() ?? NOW - 5_000 };
  await receiveDelivery(genuine(), door({ ...stepping, ingest: async () => ({ outcome: "stored", eventId: 1 }) }));
  const { text } = await exposition(freshStore(), NOW);
  expect(text).toMatch(/^relink_delivery_seconds_sum 0$/m);
});

test("every refusal gives its reason, and leaves a trace with its cause", async () => {
  const at = door();
  const deep = `${"[".repeat(32_000)}${"]".repeat(32_000)}`;
  expect((await receiveDelivery(post(deep, FORGED), at)).status).toBe(401);
  expect(at.refusals).toMatchObject([
    { cause: "signature_mismatch", diagnosis: { findings: [{ kind: "wrong_secret" }] } },
  ]);
});

test("a refusal that can't be diagnosed is still a refusal", async () => {
  const undiagnosed = {
    ...testSecret(),
    get fingerprint(): string {
      throw new Error("No fingerprint");
    },
  };
  const at = door({ secrets: [undiagnosed] });
  expect((await receiveDelivery(post("{}", FORGED), at)).status).toBe(401);
  expect(at.refusals).toMatchObject([{ cause: "signature_mismatch", diagnosis: null }]);
});
