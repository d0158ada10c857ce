import { request } from "node:http";
import { expect, test } from "@/e2e/deployment";
import { postSigned, receiptOf } from "@/testing/servers/front-door";
import { docsBody, sdkBody, TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";
import { readFixture } from "@/testing/worlds/fixtures";

const MINUTE_MS = 60_000;
/** Headers specific to one response: when and how it was sent, and its content. All others are the same for every response. */
const OF_ONE_ANSWER = new Set(["allow", "date", "vary", "content-length", "transfer-encoding"]);

for (const hasWebhookPort of [false, true]) {
  test.describe(hasWebhookPort ? "the port for deliveries only" : "the route handler", () => {
    test.use({ hasWebhookPort });

    test.describe("accepts", () => {
      for (const scheme of ["svix", "ofauth"] as const) {
        test(`both dialects under the scheme ${scheme}, and recognises a repetition`, async ({ relink }) => {
          for (const body of [docsBody("created", { occurredAt: Date.now() }), sdkBody("expired")]) {
            const sent = { scheme, messageId: `msg_${body.length}`, sentAt: Date.now() };
            const first = await relink.post(body, sent);
            expect(first.status).toBe(200);
            expect(receiptOf(first)).toMatchObject({ outcome: "stored", isRecognised: true });
            expect(await first.text()).toBe("");
            const second = await relink.post(body, sent);
            expect(second.status).toBe(200);
            expect(receiptOf(second)).toMatchObject({ outcome: "duplicate" });
          }
        });
      }

      test("signed bodies that can't be parsed, and keeps them byte for byte", async ({ relink }) => {
        const response = await relink.post("{ not json \u0000 at all");
        expect(response.status).toBe(200);
        const receipt = receiptOf(response);
        expect(receipt?.isRecognised).toBe(false);
        const kept = await relink.ask(`/events/${receipt?.eventId}/body`);
        expect(await kept.text()).toBe("{ not json \u0000 at all");
        expect(kept.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      });

      test("realtime frames without storing a word of them", async ({ relink }) => {
        const secretWords = "meet me at seven";
        const body = {
          type: "realtime.chat_message.received",
          data: { connection: { id: "conn_1" }, eventBody: { text: secretWords } },
        };
        const response = await relink.post(JSON.stringify(body));
        expect(receiptOf(response)).toMatchObject({ outcome: "counted", eventId: null });
        expect(relink.isStored(secretWords)).toBe(false);
        await relink.tell("created", { connection: "conn_1" });
        expect((await relink.read("/connections/conn_1")).text()).toContain("Last sign of life");
      });

      test("rules without their signing material", async ({ relink }) => {
        const response = await relink.post(readFixture("sdk-dialect/rules.updated"));
        expect(receiptOf(response)).toMatchObject({ outcome: "stored", isRecognised: true });
        expect(relink.isStored("202501150001-abcdef")).toBe(true);
        expect(relink.isStored("current_app_token")).toBe(false);
      });

      test("a delivery to a URL with a trailing slash, since senders don't follow redirects", async ({ relink }) => {
        const response = await fetch(`${relink.door}/api/webhooks/ofauth/`, {
          method: "POST",
          body: "{}",
          redirect: "manual",
        });
        expect([response.status, (await response.json()).error]).toEqual([401, "missing_signature"]);
      });

      test("two hundred deliveries at once, each with its own response", async ({ relink }) => {
        const answers = await Promise.all(
          Array.from({ length: 200 }, async (_, index) => {
            const response = await relink.post(
              docsBody("created", { connection: `conn_${index % 100}`, occurredAt: 1_000 }),
              {
                scheme: "ofauth",
              },
            );
            return receiptOf(response)?.outcome;
          }),
        );
        expect(answers.filter((one) => one === "stored")).toHaveLength(100);
        expect(answers.filter((one) => one === "duplicate")).toHaveLength(100);
      });
    });

    test.describe("refuses", () => {
      const now = () => Math.floor(Date.now() / 1000);
      const cases: [string, () => Record<string, string>][] = [
        ["missing_signature", () => ({})],
        ["missing_signature", () => ({ "x-webhook-secret": TEST_SECRET_TEXT })],
        ["malformed_signature", () => ({ "ofauth-signature": "t=now,v1=abc" })],
        ["malformed_signature", () => ({ "svix-signature": "v1,abc", "svix-id": "msg" })],
        ["signature_mismatch", () => ({ "ofauth-signature": `t=${now()},v1=${"0".repeat(64)}` })],
      ];

      cases.forEach(([error, headers], index) => {
        test(`with 401 ${error} (${index + 1})`, async ({ relink }) => {
          const response = await fetch(`${relink.door}/api/webhooks/ofauth`, {
            method: "POST",
            headers: headers(),
            body: "{}",
          });
          expect(response.status).toBe(401);
          const text = await response.text();
          expect(JSON.parse(text)).toEqual({ error, message: expect.stringMatching(/\w{3,}.*\./) });
          expect(text).not.toContain("MDEyMzQ1Njc4");
        });
      });

      test("signatures that are too old, or from the future", async ({ relink }) => {
        const old = await relink.post(docsBody("created"), { sentAt: Date.now() - 6 * MINUTE_MS });
        expect([old.status, (await old.json()).error]).toEqual([401, "stale_timestamp"]);
        const early = await relink.post(docsBody("created"), { sentAt: Date.now() + 6 * MINUTE_MS, scheme: "ofauth" });
        expect([early.status, (await early.json()).error]).toEqual([401, "future_timestamp"]);
      });

      test("every method but POST with 405 and what is allowed", async ({ relink }) => {
        for (const method of ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
          const response = await fetch(`${relink.door}/api/webhooks/ofauth`, { method });
          expect([method, response.status, response.headers.get("allow")]).toEqual([method, 405, "POST"]);
          expect(await response.json()).toMatchObject({ error: "method_not_allowed" });
        }
        const head = await fetch(`${relink.door}/api/webhooks/ofauth`, { method: "HEAD" });
        expect([head.status, head.headers.get("allow")]).toEqual([405, "POST"]);
      });

      test("with the headers of the framework's own responses", async ({ relink }) => {
        const url = `${relink.door}/api/webhooks/ofauth`;
        const answers = await Promise.all([fetch(url, { method: "POST", body: "{}" }), fetch(url)]);
        expect(answers.map(({ status }) => status)).toEqual([401, 405]);
        const [ahead, framework] = answers.map(({ headers }) =>
          [...headers].filter(([name]) => !OF_ONE_ANSWER.has(name)).map((header) => header.join(": ")),
        );
        expect(ahead).toEqual(framework);
        expect(ahead).toContain("x-content-type-options: nosniff");
      });

      test("a large body with 413, before it has fully arrived", async ({ relink }) => {
        const declared = await neverEnding(relink.door, { "content-length": String(10 * 1024 * 1024) }, 0);
        expect(declared).toMatchObject({ status: 413, error: "too_large" });
        const streamed = await neverEnding(relink.door, {}, 300 * 1024);
        expect(streamed).toMatchObject({ status: 413, error: "too_large" });
      });

      test("a body that never arrives with 408, and waits at most ten seconds", async ({ relink }) => {
        const promised = await neverEnding(relink.door, { "content-length": "10" }, 0);
        expect(promised).toMatchObject({ status: 408, error: "too_slow" });
      });

      test("no body of exactly the limit", async ({ relink }) => {
        const response = await relink.post("x".repeat(256 * 1024));
        expect(receiptOf(response)).toMatchObject({ outcome: "stored", isRecognised: false });
      });

      test("and shows the operators why", async ({ relink }) => {
        await fetch(`${relink.door}/api/webhooks/ofauth`, { method: "POST", body: "{}" });
        // Refusals are written a moment later, several at once.
        const settings = async () => (await relink.read("/settings")).text();
        await expect.poll(settings).toContain("1 refused so far, last");
        expect(await settings()).toContain("No signature");
      });
    });

    test.describe("without a secret", () => {
      test.use({ env: { OFAUTH_WEBHOOK_SECRET: "" } });

      test("responds 503 with a sentence that tells the admin what to set", async ({ relink }) => {
        const response = await relink.post(docsBody("created"));
        expect(response.status).toBe(503);
        expect(response.headers.get("retry-after")).toBe("60");
        expect(await response.json()).toEqual({
          error: "no_secret",
          message: expect.stringContaining("OFAUTH_WEBHOOK_SECRET"),
        });
        expect(relink.output()).toContain("OFAUTH_WEBHOOK_SECRET is not set");
      });
    });

    test("logs one line per delivery, with neither names nor secrets nor bodies", async ({ relink }) => {
      await relink.tell("created", {
        user: "user_private",
        account: { id: "9", name: "Jane Private", username: "janeprivate" },
      });
      await relink.post(docsBody("created"), { sentAt: Date.now() - 6 * MINUTE_MS });
      await expect(async () => expect(relink.output()).toContain("stale_timestamp")).toPass();
      const lines = relink
        .output()
        .split("\n")
        .filter((line) => line.startsWith("{"));
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({
          outcome: "stored",
          type: "connection.created",
          scheme: "svix",
          ms: expect.any(Number),
        }),
        expect.objectContaining({ outcome: "refused", cause: "stale_timestamp", ms: expect.any(Number) }),
      ]);
      expect(relink.output()).not.toMatch(/private|whsec|MDEyMzQ1/i);
    });
  });
}

test.describe("if deliveries have their own port", () => {
  test.use({ hasWebhookPort: true });

  test("the dashboard's port refuses them with a sentence, and reveals no names", async ({ relink }) => {
    const response = await postSigned(relink.origin, docsBody("created", { account: { name: "Jane Private" } }));
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: "wrong_port", message: expect.stringContaining(new URL(relink.door).port) },
    ]);
    expect(relink.isStored("Jane Private")).toBe(false);
    // The log is written a moment later.
    await expect.poll(relink.output).toContain("wrong_port");
  });

  test("their port responds to health checks, and to nothing else", async ({ relink }) => {
    const statusOf = async (path: string, init?: RequestInit) => (await fetch(`${relink.door}${path}`, init)).status;
    for (const path of ["/api/health", "/api/health/live", "/api/health/ready"]) expect(await statusOf(path)).toBe(200);
    expect(await statusOf("/api/health", { method: "POST" })).toBe(405);
    for (const path of ["/", "/connections", "/api/views", "/sign-in", "/metrics"])
      expect([path, await statusOf(path)]).toEqual([path, 404]);
  });

  test("a test event from the settings uses their port", async ({ relink }) => {
    await relink.press("/settings", "Send");
    expect((await relink.read("/connections")).text()).toContain("Relink test");
  });
});

/** Sends part of a body that claims to be longer, and returns the response. */
function neverEnding(origin: string, headers: Record<string, string>, bytes: number) {
  return new Promise<{ status: number | undefined; error: string }>((resolve, reject) => {
    const outgoing = request(`${origin}/api/webhooks/ofauth`, { method: "POST", headers }, (incoming) => {
      let text = "";
      incoming.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      incoming.on("end", () => {
        resolve({ status: incoming.statusCode, error: JSON.parse(text).error });
        outgoing.destroy();
      });
    });
    outgoing.on("error", reject);
    outgoing.flushHeaders();
    if (bytes > 0) outgoing.write(Buffer.alloc(bytes, "x"));
  });
}
