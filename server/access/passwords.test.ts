import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import { readEnvironment } from "@/env";
import { processWide } from "@/server/process/process-wide";
import { hashPassword, problemOf, verifyPassword } from "./passwords";

const [SALT, KEY] = [Buffer.alloc(16), Buffer.alloc(32)].map((bytes) => bytes.toString("base64url"));
const CHEAP = `scrypt$1024$8$1$${SALT}$${KEY}`;
const stranger = (key: string) => ({ key, isKnown: false });
const HERE = stranger("here");
const GOOD = "brass otter paints nine kettles";

test("the right password is accepted in any Unicode form, and no other is", async () => {
  const hash = await hashPassword("Zoë’s nine kettles sing", HERE);
  expect(hash).toMatch(/^scrypt\$32768\$8\$3\$/);
  expect(await verifyPassword("Zoe\u0308’s nine kettles sing", hash, HERE)).toBe("right");
  expect(await verifyPassword("zoë’s nine kettles sing", hash, HERE)).toBe("wrong");
  expect(await verifyPassword(GOOD, null, HERE)).toBe("wrong");
  expect(await verifyPassword("", "", HERE)).toBe("wrong");
});

test("of 32 passwords at once a few are checked, the rest are refused as busy, and it is over soon", async () => {
  const all = Array.from({ length: 32 }, (_, index) => verifyPassword(GOOD, CHEAP, stranger(`address ${index}`)));
  expect(await hashPassword(GOOD, stranger("late"))).toBeNull();
  expect((await Promise.all(all)).filter((one) => one === "busy")).toHaveLength(23);
  expect(await verifyPassword(GOOD, CHEAP, HERE)).toBe("wrong");
});

test("passwords from one address never lock out another address, or someone who has been here before", async () => {
  const flood = Array.from({ length: 32 }, () => verifyPassword(GOOD, CHEAP, stranger("flood")));
  const many = Array.from({ length: 32 }, (_, index) => verifyPassword(GOOD, CHEAP, stranger(`address ${index % 4}`)));
  expect(await verifyPassword(GOOD, CHEAP, stranger("elsewhere"))).toBe("wrong");
  const crowd = Array.from({ length: 32 }, (_, index) => verifyPassword(GOOD, CHEAP, stranger(`another ${index}`)));
  expect(await verifyPassword(GOOD, CHEAP, { key: "a browser of ana's", isKnown: true })).toBe("wrong");
  await Promise.all([...flood, ...many, ...crowd]);
});

test("the same password is never stored twice in the same form", async () => {
  expect(await hashPassword(GOOD, HERE)).not.toBe(await hashPassword(GOOD, HERE));
});

test.each([
  ["short", "too_short"],
  ["a".repeat(300), "too_long"],
  ["password1234", "too_easy"],
  ["qwertyuiop123", "too_easy"],
  ["aaaaaaaaaaaaaaaaaa", "too_easy"],
  ["ana.rivera@example.com", "too_easy"],
  [GOOD, null],
] as const)("%s is %s", async (password, problem) => {
  expect(await problemOf(password, ["ana.rivera@example.com", "Ana Rivera"])).toBe(problem);
});

test("if a service is configured, leaked passwords are refused, and it learns five digits of a digest", async () => {
  const asked: string[] = [];
  const digest = createHash("sha1").update(GOOD).digest("hex").toUpperCase();
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end(`0000000000000000000000000000000000A:1\r\n${digest.slice(5)}:3\r\n`);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  onTestFinished(() => {
    server.close();
    globalThis.relink?.delete("environment");
  });
  const url = `http://127.0.0.1:${port}/range/`;
  globalThis.relink?.delete("environment");
  processWide("environment", () => readEnvironment({ RELINK_LEAKED_PASSWORDS_URL: url, LOG_LEVEL: "silent" }));
  expect(await problemOf(GOOD, [])).toBe("leaked");
  expect(await problemOf("eleven quiet harbours of glass", [])).toBeNull();
  expect(asked[0]).toBe(`/range/${digest.slice(0, 5)}`);
  globalThis.relink?.delete("environment");
  processWide("environment", () => readEnvironment({ LOG_LEVEL: "silent" }));
  expect(await problemOf(GOOD, [])).toBeNull();
  expect(asked).toHaveLength(2);
});

test("a leaked-password service with an endless response counts as unavailable", async () => {
  let pieces = 0;
  const body = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        pieces += 1;
        if (pieces > 1_000) controller.close();
        else controller.enqueue(Buffer.alloc(64 * 1024, "0\n"));
      },
    });
  onTestFinished(() => void globalThis.relink?.delete("environment"));
  globalThis.relink?.delete("environment");
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(body()));
  const url = new URL("https://leaks.test/range/");
  processWide("environment", () => readEnvironment({ RELINK_LEAKED_PASSWORDS_URL: url.href, LOG_LEVEL: "silent" }));
  expect(await problemOf(GOOD, [])).toBeNull();
  expect(pieces).toBeLessThan(100);
});
