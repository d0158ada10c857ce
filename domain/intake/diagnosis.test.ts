import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { docsBody, mustParse, testSecret } from "@/testing/worlds/deliveries";
import { ALTERATIONS, type Alteration, diagnose, type Finding } from "./diagnosis";
import { parsePastedHeaders, parsePastedSecret } from "./pasted-request";
import { type SignatureScheme, signatureOf, signDelivery, verifySignature } from "./signature";

const NOW = 1_705_320_000_000;
const BODY = docsBody("created", { account: { name: "Zoë / Jane", username: "zoe" }, permissions: ["a:b", "c:d"] });
const OTHER_SECRET = mustParse("whsec_b3RoZXIgc2VjcmV0IG9mIDI0IGJ5dGVz");
const schemes = fc.constantFrom<SignatureScheme>("svix", "ofauth");

function headersFor(body: string, scheme: SignatureScheme, sentAt = NOW): Record<string, string> {
  return signDelivery(Buffer.from(body), { scheme, secret: testSecret(), messageId: "msg_1", sentAt });
}

function find(
  headers: Record<string, string>,
  body: string | Uint8Array,
  options: { now?: number | null } = {},
): Finding[] {
  const { now = NOW } = options;
  const secrets = [OTHER_SECRET, testSecret()];
  const diagnosis = diagnose(new Headers(headers), Buffer.from(body), {
    secrets,
    receivedAt: now,
    toleranceSeconds: 300,
    isThorough: true,
  });
  return [...diagnosis.findings];
}

describe("the doctor", () => {
  test.each(["svix", "ofauth"] as const)("reports that a valid delivery fits, by %s", (scheme) => {
    expect(find(headersFor(BODY, scheme), BODY)).toEqual([{ kind: "fits" }]);
  });

  test("agrees with the front door on any input", () => {
    const value = fc.oneof(fc.string(), fc.constantFrom("msg_1", "1705320000", "v1,AAAA", "t=1705320000,v1=ab"));
    const names = fc.constantFrom("svix-id", "svix-timestamp", "svix-signature", "ofauth-signature", "webhook-id");
    const texts = fc.oneof(fc.constant(BODY), fc.string(), fc.json());
    fc.assert(
      fc.property(fc.dictionary(names, value), schemes, fc.boolean(), texts, (mess, scheme, isSigned, body) => {
        const headers = parsePastedHeaders(
          Object.entries(isSigned ? { ...headersFor(body, scheme), ...mess } : mess)
            .map(([name, one]) => `${name}: ${one}`)
            .join("\n"),
        );
        const options = { secrets: [testSecret()], toleranceSeconds: 300 };
        const verdict = verifySignature(headers, Buffer.from(body), { ...options, now: NOW });
        const { findings } = diagnose(headers, Buffer.from(body), { ...options, receivedAt: NOW, isThorough: true });
        expect(findings.length).toBeGreaterThan(0);
        expect(findings[0]?.kind === "fits").toBe(verdict.ok);
      }),
      { numRuns: 300 },
    );
  });

  test("reports how far the clocks are apart, but not if the time of arrival is unknown", () => {
    fc.assert(
      fc.property(schemes, fc.integer({ min: 301, max: 1e6 }), fc.boolean(), (scheme, seconds, isAhead) => {
        const signed = isAhead ? -seconds : seconds;
        const headers = headersFor(BODY, scheme, NOW - signed * 1000);
        expect(find(headers, BODY)).toEqual([{ kind: "clock", seconds: signed }]);
        expect(find(headers, BODY, { now: null })).toEqual([{ kind: "fits" }]);
      }),
    );
  });

  test("names the missing or malformed header", () => {
    const { "svix-timestamp": _time, ...rest } = headersFor(BODY, "svix");
    expect(find(rest, BODY)).toEqual([{ kind: "incomplete", wanting: ["svix-timestamp"] }]);
    expect(find({ "OFAuth-Signature": "v1=ab" }, BODY)).toEqual([
      { kind: "incomplete", wanting: ["t= in OFAuth-Signature"] },
    ]);
    expect(find({}, BODY)).toEqual([{ kind: "no_signature" }]);
  });

  const altered: Record<Alteration, [before: string, after: string | Uint8Array]> = {
    compressed: [BODY, gzipSync(BODY)],
    newline_added: [BODY, `${BODY}\n`],
    newline_lost: [`${BODY}\n`, BODY],
    line_ends: [pretty(BODY), pretty(BODY).replaceAll("\n", "\r\n")],
    mark_added: [BODY, `\ufeff${BODY}`],
    compacted: [pretty(BODY), BODY],
    indented: [BODY, pretty(BODY)],
    spaced: [
      JSON.stringify(JSON.parse(BODY)).replaceAll('","', '", "').replaceAll('":', '": ').replaceAll(',"', ', "'),
      BODY,
    ],
    escaped: [BODY.replaceAll("ë", "\\u00eb"), BODY],
  };

  test.each(ALTERATIONS)("finds how the body was altered: %s", (alteration) => {
    const [before, after] = altered[alteration];
    for (const scheme of ["svix", "ofauth"] as const) {
      expect(find(headersFor(before, scheme), after)).toEqual([{ kind: "altered", alteration }]);
    }
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["Brotli", brotliCompressSync],
  ])("recognizes a body that was compressed by %s", (_name, compress) => {
    for (const scheme of ["svix", "ofauth"] as const)
      expect(find(headersFor(BODY, scheme), compress(BODY))).toEqual([{ kind: "altered", alteration: "compressed" }]);
  });

  test("reports a compressed body if it can't be inflated, or the signature fits nothing", () => {
    const both = [{ kind: "compressed" }, { kind: "wrong_secret" }];
    expect(find(headersFor("another", "svix"), gzipSync(BODY))).toEqual(both);
    expect(find({ ...headersFor("another", "svix"), "content-encoding": "gzip" }, BODY)).toEqual(both);
    const plain = { ...headersFor("another", "svix"), "content-encoding": "identity" };
    expect(find(plain, BODY)).toEqual([{ kind: "wrong_secret" }]);
  });

  test("inflates no body beyond the size of an event", () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
    expect(find(headersFor(BODY, "svix"), bomb)).toEqual([{ kind: "compressed" }, { kind: "wrong_secret" }]);
  });

  test("distinguishes a misspelled signature from one of another scheme", () => {
    const respelled = (scheme: SignatureScheme, respell: (text: string) => string, body: string) => {
      const headers = headersFor(body, scheme);
      const name = scheme === "svix" ? "svix-signature" : "OFAuth-Signature";
      return find({ ...headers, [name]: respell(headers[name] ?? "") }, body);
    };
    const upper = (text: string) => text.replace(/v1=(.*)/, (_, digest: string) => `v1=${digest.toUpperCase()}`);
    expect(respelled("ofauth", upper, BODY)).toEqual([{ kind: "misspelled", spelling: "upper_case" }]);
    const unpadded = (text: string) => text.replace(/=+$/, "");
    expect(respelled("svix", unpadded, BODY)).toEqual([{ kind: "misspelled", spelling: "padding" }]);
    const forAddresses = (text: string) => text.replaceAll("+", "-").replaceAll("/", "_");
    const odd = Array.from({ length: 50 }, (_, index) => `${BODY}${" ".repeat(index)}`).find((body) =>
      /[+/]/.test(headersFor(body, "svix")["svix-signature"] ?? ""),
    );
    expect(respelled("svix", forAddresses, odd ?? "")).toEqual([{ kind: "misspelled", spelling: "base64url" }]);
  });

  test.each([
    ["deep", `${"[".repeat(32_000)}0${"]".repeat(32_000)}`],
    ["deep and long", `${"[".repeat(1_000)}${"0,".repeat(31_000)}0${"]".repeat(1_000)}`],
    ["long", `[${"0,".repeat(120_000)}0]`],
  ])("serializes no body that would grow without bound: %s", (_name, body) => {
    expect(find(headersFor(BODY, "svix"), body)).toEqual([{ kind: "wrong_secret" }]);
    expect(find(headersFor(body, "svix"), `${body}\n`)).toEqual([{ kind: "altered", alteration: "newline_added" }]);
    expect(find(headersFor(JSON.stringify(JSON.parse(BODY)), "svix"), pretty(BODY))).toEqual([
      { kind: "altered", alteration: "indented" },
    ]);
  });

  test.each([
    ["thousands", "v1, ".repeat(4_000)],
    ["one without end", `v1,${"=".repeat(200_000)}x`],
  ])("is not exhausted by signatures: %s", (_name, signatures) => {
    const headers = { ...headersFor(BODY, "svix"), "svix-signature": signatures };
    expect(find(headers, "x".repeat(64 * 1024))).toEqual([{ kind: "wrong_secret" }]);
    const [genuine = ""] = Object.values(headersFor(BODY, "ofauth"));
    expect(find({ ...headers, "ofauth-signature": genuine }, `${BODY}\n`)).toEqual([
      { kind: "altered", alteration: "newline_added" },
    ]);
  });

  test("recognizes a signature made by the rules of another scheme", () => {
    const [key] = testSecret().keys.svix;
    if (!key) throw new Error("The test secret has no key");
    const time = String(NOW / 1000);
    const svixOf = (signature: string) => ({
      "svix-id": "msg_1",
      "svix-timestamp": time,
      "svix-signature": `v1,${signature}`,
    });
    const hex = signatureOf("hex", key, `${time}.`, Buffer.from(BODY));
    expect(find(svixOf(hex), BODY)).toEqual([{ kind: "other_form", encoding: "hex", signs: "time" }]);
    const bare = signatureOf("base64", key, "", Buffer.from(BODY));
    expect(find(svixOf(bare), BODY)).toEqual([{ kind: "other_form", encoding: "base64", signs: "body" }]);
  });

  test("reports a wrong secret only if nothing fits at all", () => {
    const headers = signDelivery(Buffer.from(BODY), {
      scheme: "svix",
      secret: mustParse("whsec_YW55IG90aGVyIHNlY3JldCBhdCBhbGwh"),
      messageId: "msg_1",
      sentAt: NOW,
    });
    expect(find(headers, BODY)).toEqual([{ kind: "wrong_secret" }]);
    expect(find(headersFor(BODY, "svix"), BODY.replace("zoe", "joe"))).toEqual([{ kind: "wrong_secret" }]);
  });
});

describe("what people paste", () => {
  test.each([
    ["svix-id: msg_1", "msg_1"],
    ["  Svix-Id : msg_1  ", "msg_1"],
    ["-H 'svix-id: msg_1' \\", "msg_1"],
    ['--header "svix-id: msg_1"', "msg_1"],
    ['"svix-id": "msg_1",', "msg_1"],
    ["POST /api HTTP/1.1\nsvix-id: msg_1", "msg_1"],
    ["nothing of the kind", null],
    ["svix-id:msg_1", "msg_1"],
  ])("headers: %s", (text, id) => {
    expect(parsePastedHeaders(text).get("svix-id")).toBe(id);
  });

  test.each([
    ["whsec_abc", "whsec_abc", []],
    [" whsec_abc\n", "whsec_abc", ["blanks"]],
    ['OFAUTH_WEBHOOK_SECRET="whsec_abc"', "whsec_abc", ["name", "quotes"]],
    ["sk_live_abc", "sk_live_abc", ["api_key"]],
  ])("secrets: %s", (text, secret, flaws) => {
    expect(parsePastedSecret(text)).toEqual({ secret, flaws });
  });

  test("is parsed in linear time, however many blanks it has", () => {
    const blanks = " ".repeat(200_000);
    expect(parsePastedHeaders(`svix-id:${blanks}\u2028x\u2028x`).get("svix-id")).toBeNull();
    expect(parsePastedSecret(`a${blanks}b`)).toEqual({ secret: "ab", flaws: ["blanks"] });
  });
});

function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}
