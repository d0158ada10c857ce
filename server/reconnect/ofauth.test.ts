import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Behaviour, type FakeOfauth, OFAUTH_ENV, startFakeOfauth } from "@/testing/servers/fake-ofauth";
import { askForSession, lastAnswerOfOfauth, type Patience, type SessionRequest } from "./ofauth";

const REQUEST = { connectionId: "conn_jane", user: "user_1", redirectUrl: "https://relink.test/r/back" };
const PATIENCE: Patience = { triesMax: 3, tryMs: 10_000, allTriesMs: 60_000, backOffMs: 1 };
const IMPATIENCE: Patience = { ...PATIENCE, tryMs: 150, allTriesMs: 10_000 };
const TAKEN_BYTES_MAX = 16 * 1024 * 1024;

let ofauth: FakeOfauth;
let closed: string;

beforeAll(async () => {
  const gone = await startFakeOfauth();
  closed = gone.origin;
  await gone.close();
});

beforeEach(async () => {
  ofauth = await startFakeOfauth();
});

afterEach(() => ofauth.close());
afterAll(() => globalThis.relink?.clear());

function ask(patience = PATIENCE, origin = ofauth.origin) {
  const settings = { apiKey: OFAUTH_ENV.OFAUTH_API_KEY, apiUrl: new URL(origin), clientAppId: null };
  return askForSession(REQUEST, settings, patience);
}

type Failure = {
  readonly it: string;
  readonly failure: Behaviour;
  readonly code: string;
  readonly patience?: Patience;
};

const FAILURES: readonly Failure[] = [
  { it: "is down", failure: { kind: "error", status: 503, type: "UNKNOWN_ERROR" }, code: "UNKNOWN_ERROR" },
  {
    it: "is overloaded",
    failure: { kind: "error", status: 429, type: "RATE_LIMIT", retryAfter: 0 },
    code: "RATE_LIMIT",
  },
  {
    it: "fails with a page of its proxy",
    failure: { kind: "words", status: 502, body: "<h1>Bad gateway" },
    code: "http_502",
  },
  { it: "responds with a page of its proxy", failure: { kind: "nonsense" }, code: "unreadable" },
  { it: "responds with an empty body", failure: { kind: "words", status: 200, body: "" }, code: "unreadable" },
  {
    it: "responds with truncated JSON",
    failure: { kind: "words", status: 200, body: '{"url":"https://of' },
    code: "unreadable",
  },
  { it: "responds endlessly", failure: { kind: "endless" }, code: "unreadable" },
  { it: "breaks the connection", failure: { kind: "broken", when: "before" }, code: "unreachable" },
  { it: "breaks the connection within the response", failure: { kind: "broken", when: "within" }, code: "unreachable" },
  { it: "leads elsewhere", failure: { kind: "redirect", to: "https://elsewhere.test/" }, code: "unreachable" },
  { it: "is silent", failure: { kind: "silence" }, code: "timeout", patience: IMPATIENCE },
  { it: "responds a byte at a time", failure: { kind: "drip" }, code: "timeout", patience: IMPATIENCE },
];

describe.each(FAILURES)("OFAuth that $it", ({ failure, code, patience = PATIENCE }) => {
  test.each([1, 2])("gives a session at the next try, after %i failures", async (failed) => {
    ofauth.behave(...Array.from({ length: failed }, () => failure), { kind: "session" });
    expect(await ask(patience)).toMatchObject({ kind: "ready" });
    expect(ofauth.asked).toHaveLength(failed + 1);
  });

  test("is unavailable after three tries", async () => {
    ofauth.behave(failure);
    expect(await ask(patience)).toMatchObject({ kind: "unavailable", code });
    expect(ofauth.asked).toHaveLength(3);
  });
});

test("an endless response is read only up to the limit", async () => {
  ofauth.behave({ kind: "endless" });
  await ask({ ...PATIENCE, triesMax: 1 });
  await expect.poll(() => ofauth.taken()).toBeGreaterThan(0);
  expect(ofauth.taken()).toBeLessThan(TAKEN_BYTES_MAX);
});

test("an unreachable OFAuth is unavailable", async () => {
  expect(await ask(PATIENCE, closed)).toMatchObject({ kind: "unavailable", code: "unreachable" });
});

test("a request that OFAuth refuses is not retried", async () => {
  ofauth.behave({ kind: "error", status: 403, type: "FORBIDDEN" }, { kind: "session" });
  expect(await ask()).toMatchObject({ kind: "refused", code: "FORBIDDEN" });
  expect(ofauth.asked).toHaveLength(1);
});

test.each([
  ["names no page", JSON.stringify({ mode: "whitelabel", clientSecret: "cs_1" })],
  ["names a page that runs as a script", JSON.stringify({ url: "javascript:alert(1)" })],
])("a response that %s is refused, and not requested again", async (_, body) => {
  ofauth.behave({ kind: "words", status: 200, body }, { kind: "session" });
  expect(await ask()).toMatchObject({ kind: "refused", code: "no_hosted_page" });
  expect(ofauth.asked).toHaveLength(1);
});

test("a code is kept short and plain, whatever OFAuth returns", async () => {
  ofauth.behave({ kind: "words", status: 400, body: JSON.stringify({ type: `<b>${"x".repeat(5_000)}` }) });
  const { code = "" } = { code: "", ...(await ask()) };
  expect(code).toMatch(/^[\w.-]{1,60}$/);
});

/** Asks OFAuth once, by default with the right key and for no user. */
function askAs(apiKey: string = OFAUTH_ENV.OFAUTH_API_KEY, asked: Partial<SessionRequest> = {}) {
  const settings = { apiKey, apiUrl: new URL(ofauth.origin), clientAppId: null };
  const request = { ...REQUEST, connectionId: null, user: null, ...asked };
  return askForSession(request, settings, { ...PATIENCE, triesMax: 1 });
}

test("a refused key is known as refused until OFAuth opens a session", async () => {
  expect(await askAs("sk_wrong")).toEqual({ kind: "refused", status: 401, code: "UNAUTHORIZED" });
  expect(lastAnswerOfOfauth()).toMatchObject({ trouble: "key_refused", code: "UNAUTHORIZED" });
  expect(await askAs()).toMatchObject({ kind: "ready" });
  expect(lastAnswerOfOfauth()).toMatchObject({ trouble: null });
});

test("trouble with one connection says nothing about other links", async () => {
  await askAs();
  ofauth.behave({ kind: "error", status: 404, type: "RESOURCE_NOT_FOUND" });
  expect(await askAs(OFAUTH_ENV.OFAUTH_API_KEY, { connectionId: "conn_1" })).toMatchObject({
    kind: "refused",
    status: 404,
  });
  expect(lastAnswerOfOfauth()).toMatchObject({ trouble: null });
  await askAs();
  expect(lastAnswerOfOfauth()).toMatchObject({ trouble: "request_refused" });
});

test.each([
  ["a connection", { connectionId: "conn_1" }],
  ["a user", { user: "a reference that OFAuth doesn't take" }],
])("a refused request for %s says nothing about other links; one for nobody does", async (_, asked) => {
  await askAs();
  for (const refusal of [
    { status: 400, type: "BAD_REQUEST" },
    { status: 418, type: "ODD" },
  ]) {
    ofauth.behave({ kind: "error", ...refusal });
    expect(await askAs(OFAUTH_ENV.OFAUTH_API_KEY, asked)).toMatchObject({ kind: "refused" });
    expect(lastAnswerOfOfauth()).toMatchObject({ trouble: null });
  }
  await askAs();
  expect(lastAnswerOfOfauth()).toMatchObject({ trouble: "other" });
});
