import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { mustParse, TEST_SECRET_TEXT, testSecret } from "@/testing/worlds/deliveries";
import { findSecretProblem, parseWebhookSecret, signDelivery, verifySignature, type WebhookSecret } from "./signature";

// Golden vectors: one body under both schemes, and with both readings of the secret.
const BODY = Buffer.from(
  '{"type":"connection.expired","timestamp":"2024-01-15T12:00:00Z","data":{"clientReferenceId":"user_456","connection":{"id":"conn_abc123","status":"expired"}}}',
);
const SENT_AT_SECONDS = 1_705_320_000;
const NOW = SENT_AT_SECONDS * 1000;
const MESSAGE_ID = "msg_2abcDEF";
const AS_IT_STANDS = "e122c55a3a8633063deae316596d5fbd8678affe41a29d453fe7653b251d3903";
const DECODED = "70feb6d7675b2e5b7277d9d0f060b6729ef52960c2a5db3fc3d4a28180ef5aa3";
const SVIX = "v1,Oe5Rn1Ph4gwGQW1ahSi9cMlSGHihMv+oOWD3IAl+1rY=";

function verify(
  headers: Record<string, string>,
  options: { body?: Uint8Array; secrets?: readonly WebhookSecret[]; now?: number; toleranceSeconds?: number } = {},
): string {
  const { body = BODY, secrets = [testSecret()], now = NOW, ...rest } = options;
  const verdict = verifySignature(new Headers(headers), body, { secrets, now, ...rest });
  return verdict.ok ? verdict.delivery.scheme : verdict.refusal;
}

function svixHeaders(change: Record<string, string> = {}, prefix = "svix"): Record<string, string> {
  return {
    [`${prefix}-id`]: MESSAGE_ID,
    [`${prefix}-timestamp`]: String(SENT_AT_SECONDS),
    [`${prefix}-signature`]: SVIX,
    ...change,
  };
}

function ofauthHeader(signature = AS_IT_STANDS, timestamp = String(SENT_AT_SECONDS)): Record<string, string> {
  return { "OFAuth-Signature": `t=${timestamp},v1=${signature}` };
}

describe("golden vectors", () => {
  test("the body is the one of the vectors", () => {
    expect(BODY.length).toBe(157);
  });

  test.each([
    ["OFAuth, secret as text", ofauthHeader(AS_IT_STANDS), "ofauth"],
    ["OFAuth, secret decoded", ofauthHeader(DECODED), "ofauth"],
    ["Svix", svixHeaders(), "svix"],
    ["Svix without its brand", svixHeaders({}, "webhook"), "svix"],
  ])("%s is accepted", (_name, headers, scheme) => {
    expect(verify(headers)).toBe(scheme);
  });

  test("our own signer makes the vectors", () => {
    const options = { secret: testSecret(), messageId: MESSAGE_ID, sentAt: NOW };
    expect(signDelivery(BODY, { ...options, scheme: "svix" })).toEqual(svixHeaders());
    expect(signDelivery(BODY, { ...options, scheme: "ofauth" })).toEqual(ofauthHeader());
  });
});

describe("independent implementations", () => {
  test("any body that Standard Webhooks signs is accepted", () => {
    const webhook = new Webhook(TEST_SECRET_TEXT);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.uuid(), (text, id) => {
        const body = text.toWellFormed();
        const signature = webhook.sign(id, new Date(NOW), body);
        const headers = svixHeaders({ "svix-id": id, "svix-signature": signature });
        expect(verify(headers, { body: Buffer.from(body) })).toBe("svix");
      }),
    );
  });

  test("any body that Stripe signs is accepted under OFAuth's header, which uses the same scheme", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const payload = text.toWellFormed();
        const header = Stripe.webhooks.generateTestHeaderString({
          payload,
          secret: TEST_SECRET_TEXT,
          timestamp: SENT_AT_SECONDS,
        });
        expect(verify({ "OFAuth-Signature": header }, { body: Buffer.from(payload) })).toBe("ofauth");
      }),
    );
  });

  test("both accept what we sign", () => {
    const options = { secret: testSecret(), messageId: MESSAGE_ID, sentAt: Date.now() };
    const svix = signDelivery(BODY, { ...options, scheme: "svix" });
    const unbranded = Object.fromEntries(
      Object.entries(svix).map(([name, value]) => [name.replace("svix", "webhook"), value]),
    );
    expect(new Webhook(TEST_SECRET_TEXT).verify(BODY.toString(), unbranded)).toEqual(JSON.parse(BODY.toString()));
    const ofauth = signDelivery(BODY, { ...options, scheme: "ofauth" })["OFAuth-Signature"] ?? "";
    expect(Stripe.webhooks.signature?.verifyHeader(BODY.toString(), ofauth, TEST_SECRET_TEXT)).toBe(true);
  });
});

describe("every flipped bit is refused", () => {
  const cases: [string, Record<string, string>][] = [
    ["OFAuth", ofauthHeader()],
    ["Svix", svixHeaders()],
  ];

  test.each(cases)("%s: in the body", (_name, headers) => {
    for (const body of flipped(BODY)) expect(verify(headers, { body })).toBe("signature_mismatch");
  });

  test.each(cases)("%s: in each header", (_name, headers) => {
    for (const [name, value] of Object.entries(headers)) {
      for (const bytes of flipped(Buffer.from(value))) {
        const altered = headerText(bytes);
        if (altered === null) continue;
        expect(["malformed_signature", "signature_mismatch", "missing_signature"]).toContain(
          verify({ ...headers, [name]: altered }),
        );
      }
    }
  });
});

describe("accepted headers", () => {
  test("OFAuth's header may have fields in any order, spaces, and several signatures", () => {
    const wrong = "0".repeat(64);
    const t = SENT_AT_SECONDS;
    for (const header of [
      `v1=${AS_IT_STANDS},t=${t}`,
      `t=${t}, v1=${AS_IT_STANDS}`,
      `t=${t},v1=${wrong},v1=${AS_IT_STANDS}`,
      `v0=x,t=${t},v1=${AS_IT_STANDS},v2=y`,
    ]) {
      expect([header, verify({ "ofauth-signature": header })]).toEqual([header, "ofauth"]);
    }
  });

  test("Svix's list may hold several signatures and other versions", () => {
    const wrong = `v1,${Buffer.alloc(32).toString("base64")}`;
    expect(verify(svixHeaders({ "svix-signature": `v1a,abc ${wrong} ${SVIX}` }))).toBe("svix");
    expect(verify(svixHeaders({ "svix-signature": wrong }))).toBe("signature_mismatch");
  });

  test("one valid scheme is enough if both are present", () => {
    expect(verify({ ...svixHeaders({ "svix-signature": "v1,AAAA" }), ...ofauthHeader() })).toBe("ofauth");
    expect(verify({ ...svixHeaders(), ...ofauthHeader("0".repeat(64)) })).toBe("svix");
  });

  test.each([
    ["no header at all", {}],
    ["an id and a time, but no signature", { "svix-id": MESSAGE_ID, "svix-timestamp": String(SENT_AT_SECONDS) }],
    ["the historical header with an HMAC under the API key", { "x-signature": AS_IT_STANDS }],
    ["the historical header with the secret itself", { "x-webhook-secret": TEST_SECRET_TEXT }],
  ])("missing: %s", (_name, headers) => {
    expect(verify(headers)).toBe("missing_signature");
  });

  test.each([
    ["no time", { "OFAuth-Signature": `v1=${AS_IT_STANDS}` }],
    ["two times", { "OFAuth-Signature": `t=1,t=2,v1=${AS_IT_STANDS}` }],
    ["no signature", { "OFAuth-Signature": `t=${SENT_AT_SECONDS}` }],
    ["nothing", { "OFAuth-Signature": "" }],
    ["a time with a fraction", ofauthHeader(AS_IT_STANDS, `${SENT_AT_SECONDS}.0`)],
    ["a time with a sign", ofauthHeader(AS_IT_STANDS, `+${SENT_AT_SECONDS}`)],
    ["a time in hexadecimal", ofauthHeader(AS_IT_STANDS, "0x65a51c40")],
    ["a time with rubbish behind it", svixHeaders({ "svix-timestamp": `${SENT_AT_SECONDS}abc` })],
    ["a time in digits of another script", ofauthHeader(AS_IT_STANDS, "1705320000".replace("1", "1e"))],
    ["no message id", svixHeaders({ "svix-id": "" })],
    ["a message id with a dot, which separates what is signed", svixHeaders({ "svix-id": "msg.1" })],
    ["no version that we know", svixHeaders({ "svix-signature": "v2,abc" })],
  ])("malformed: %s", (_name, headers) => {
    expect(verify(headers)).toBe("malformed_signature");
  });
});

describe("time", () => {
  const FIVE_MINUTES_MS = 300_000;

  test.each([
    ["five minutes old", FIVE_MINUTES_MS, "svix"],
    ["a moment more than five minutes old", FIVE_MINUTES_MS + 1, "stale_timestamp"],
    ["five minutes ahead", -FIVE_MINUTES_MS, "svix"],
    ["a moment more than five minutes ahead", -FIVE_MINUTES_MS - 1, "future_timestamp"],
  ])("%s", (_name, age, expected) => {
    expect(verify(svixHeaders(), { now: NOW + age })).toBe(expected);
  });

  test("the tolerance can be set", () => {
    expect(verify(ofauthHeader(), { now: NOW + 11_000, toleranceSeconds: 10 })).toBe("stale_timestamp");
    expect(verify(ofauthHeader(), { now: NOW + 9_000, toleranceSeconds: 10 })).toBe("ofauth");
  });
});

describe("secrets", () => {
  test("any of several secrets is accepted, as during a rotation", () => {
    const secrets = [mustParse("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), testSecret()];
    expect(verify(svixHeaders(), { secrets })).toBe("svix");
    expect(verify(svixHeaders(), { secrets: secrets.slice(0, 1) })).toBe("signature_mismatch");
    expect(verify(svixHeaders(), { secrets: [] })).toBe("signature_mismatch");
  });

  test("a secret pasted without its prefix still verifies what was signed with the decoded bytes", () => {
    const secrets = [mustParse(TEST_SECRET_TEXT.replace("whsec_", ""))];
    expect(verify(svixHeaders(), { secrets })).toBe("svix");
  });

  test("a secret that isn't base64 is used as it is", () => {
    const secret = mustParse("secret-of-24-Characters_");
    for (const scheme of ["ofauth", "svix"] as const) {
      const headers = signDelivery(BODY, { scheme, secret, messageId: "m", sentAt: NOW });
      expect(verify(headers, { secrets: [secret] })).toBe(scheme);
    }
  });

  test.each([
    ["whsec_", "not base64 of 24 bytes"],
    ["whsec_!!!", "not base64 of 24 bytes"],
    ["whsec_AAAA", "not base64 of 24 bytes"],
    ["whsec_MDEyMzQ1Njc4OWFiY2RlZg==", "not base64 of 24 bytes"],
    [TEST_SECRET_TEXT.slice(0, -1), "not base64 of 24 bytes"],
    [`${TEST_SECRET_TEXT};`, "not base64 of 24 bytes"],
    [`${TEST_SECRET_TEXT}\u200b`, "not base64 of 24 bytes"],
    [`${"a1".repeat(16)}\u200b`, "a character that no signing secret has"],
    ["correct horse battery staple", "a character that no signing secret has"],
    ["$" + "{OFAUTH_WEBHOOK_SIGNING_SECRET}", "a character that no signing secret has"],
    ["<the-signing-secret-from-the-dashboard>", "a character that no signing secret has"],
    ["", "fewer than 24 characters"],
    ["x", "fewer than 24 characters"],
    ["dashboard", "fewer than 24 characters"],
    ["a".repeat(23), "fewer than 24 characters"],
    [`"${TEST_SECRET_TEXT}"`, "quotes"],
    [`'${"a".repeat(32)}'`, "quotes"],
    [`\`${TEST_SECRET_TEXT}`, "quotes"],
    ["#", "a comment"],
    [`${"a".repeat(32)}#rotated`, "a comment"],
    ["v1", "the name of a scheme"],
    ["V1a", "the name of a scheme"],
    ["t", "the name of a scheme"],
    ["whsec", "the name of a scheme"],
    [`v1:${TEST_SECRET_TEXT}`, "the name of a scheme"],
    [`v1_${TEST_SECRET_TEXT}`, "the name of a scheme"],
    [`WHSEC_${"a".repeat(32)}`, "the name of a scheme"],
    [`v1=${AS_IT_STANDS}`, "the name of a scheme"],
    [`t=${SENT_AT_SECONDS}`, "the name of a scheme"],
    [`OFAUTH_WEBHOOK_SECRET=${"a".repeat(32)}`, "the name of a scheme"],
    [`whsec-${"a".repeat(32)}`, "the name of a scheme"],
    ["v1_0123456789abcdef01234567", "the name of a scheme"],
    ["0123456789abcdef01234567-v1a", "the name of a scheme"],
    [`sk_live_${"a".repeat(32)}`, "a key of another kind"],
    [`whsk_${"a".repeat(32)}`, "a key of another kind"],
    ["/run/secrets/ofauth_webhook_secret", "made of words"],
    ["your-signing-secret-goes-here", "made of words"],
    [`(${"a1".repeat(16)})`, "a character that no signing secret has"],
    [`${"a1".repeat(16)}|${"b2".repeat(16)}`, "a character that no signing secret has"],
  ])("%j isn't a secret, and its problem says why without showing it", (text, words) => {
    const problem = findSecretProblem(text);
    expect(problem).toContain(words);
    if (text.length >= 9) expect(problem).not.toContain(text);
    expect(parseWebhookSecret(text)).toBeNull();
  });

  test.each([
    TEST_SECRET_TEXT,
    TEST_SECRET_TEXT.replace("whsec_", ""),
    "0123456789abcdef01234567",
    "b3RoZXIgc2VjcmV0IG9mIDI1IGJ5dGVzIQ==",
    "q3Jv1-x_Zt0aLw8sVb2Nf5Hk",
    "9f1b7c1e-4b7a-4a52-9d43-5f0f6f0a8c11",
  ])("%j is a secret", (text) => {
    expect(findSecretProblem(text)).toBeNull();
    expect(parseWebhookSecret(text)).not.toBeNull();
  });

  test("the fingerprint distinguishes secrets and contains no part of them", () => {
    expect(testSecret().fingerprint).toMatch(/^[0-9a-f]{8}$/);
    expect(testSecret().fingerprint).not.toBe(mustParse(`whsec_${"A".repeat(32)}`).fingerprint);
  });
});

function* flipped(bytes: Buffer): Generator<Buffer> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    yield copy;
  }
}

/** The bytes as a header value; null where HTTP itself forbids them. */
function headerText(bytes: Buffer): string | null {
  const text = bytes.toString("latin1");
  try {
    new Headers({ test: text });
    return text;
  } catch {
    return null;
  }
}
