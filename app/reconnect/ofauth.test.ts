import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeOfauth, OFAUTH_ENV, startFakeOfauth } from "@/testing/fake-ofauth";
import { askForSession, lastAnswerOfOfauth } from "./ofauth";

const REQUEST = { user: null, redirectUrl: "https://relink.test/r/back" };

let ofauth: FakeOfauth;
beforeEach(async () => {
  ofauth = await startFakeOfauth();
});
afterEach(() => ofauth.close());

const ask = (apiKey: string = OFAUTH_ENV.OFAUTH_API_KEY, connectionId: string | null = null) =>
  askForSession({ ...REQUEST, connectionId }, { apiKey, apiUrl: new URL(ofauth.origin), clientAppId: null });

test("a key that OFAuth refuses is known as refused until OFAuth opens a session", async () => {
  expect(await ask("sk_wrong")).toEqual({ kind: "refused", status: 401, code: "UNAUTHORIZED" });
  expect(lastAnswerOfOfauth()).toMatchObject({ trouble: "key_refused", code: "UNAUTHORIZED" });
  expect(await ask()).toMatchObject({ kind: "ready" });
  expect(lastAnswerOfOfauth()).toMatchObject({ trouble: null });
});

test("trouble with one connection says nothing of the links of others", async () => {
  await ask();
  ofauth.behave({ kind: "error", status: 404, type: "RESOURCE_NOT_FOUND" });
  expect(await ask(OFAUTH_ENV.OFAUTH_API_KEY, "conn_1")).toMatchObject({ kind: "refused", status: 404 });
  expect(lastAnswerOfOfauth()).toMatchObject({ trouble: null });
  await ask();
  expect(lastAnswerOfOfauth()).toMatchObject({ trouble: "request_refused" });
});
