import { beforeAll, expect, test, vi } from "vitest";
import type { Refusal } from "@/domain/intake";
import { testSecret } from "@/testing/deliveries";
import type { Door } from "./door";
import { receiveDelivery } from "./receive";

const NOW = 1_705_320_000_000;
const FORGED = { "svix-id": "msg_1", "svix-timestamp": String(NOW / 1000), "svix-signature": "v1,AAAA" };

beforeAll(() => {
  vi.stubEnv("LOG_LEVEL", "silent");
});

function door(changed: Partial<Door> = {}): Door & { readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = [];
  return {
    now: () => NOW,
    secrets: [testSecret()],
    toleranceSeconds: 300,
    isStopping: () => false,
    ingest: () => Promise.reject(new Error("Nothing is kept here")),
    recordRefusal: async (refusal) => void refusals.push(refusal),
    refusals,
    ...changed,
  };
}

function post(body: BodyInit, headers: Record<string, string>): Request {
  return new Request("http://relink.test/api/webhooks/ofauth", { method: "POST", body, headers });
}

test("whatever is refused is told why, and leaves a trace with its cause", async () => {
  const at = door();
  const deep = `${"[".repeat(32_000)}${"]".repeat(32_000)}`;
  expect((await receiveDelivery(post(deep, FORGED), at)).status).toBe(401);
  expect(at.refusals).toMatchObject([
    { cause: "signature_mismatch", diagnosis: { findings: [{ kind: "wrong_secret" }] } },
  ]);
});

test("a refusal stands where it can't be diagnosed", async () => {
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
