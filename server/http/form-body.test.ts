import { expect, test } from "vitest";
import { refuseForm } from "./form-body";

const MIB = 1024 * 1024;
const URL_OF_A_PAGE = "http://relink.test/doctor";

function form(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request(URL_OF_A_PAGE, { method: "POST", body, headers, duplex: "half" } as RequestInit);
}

test("a form within the limit passes, unread", async () => {
  const request = form("x".repeat(MIB));
  expect(await refuseForm(request)).toBeNull();
  expect(await request.text()).toHaveLength(MIB);
  expect(await refuseForm(new Request(URL_OF_A_PAGE))).toBeNull();
});

test("a form that is too large is refused, declared or not", async () => {
  const large = "x".repeat(MIB + 1);
  for (const request of [
    form(large),
    form(new Blob([large]).stream()),
    form("", { "content-length": String(2 * MIB) }),
  ]) {
    const refusal = await refuseForm(request);
    expect([refusal?.status, await refusal?.json()]).toMatchObject([413, { error: "too_large" }]);
  }
});

test("a browser whose form is too large gets a page that says so", async () => {
  const headers = { "content-type": "multipart/form-data; boundary=x", "content-length": String(2 * MIB) };
  const refusal = await refuseForm(form("x", headers));
  expect([refusal?.status, refusal?.headers.get("location")]).toEqual([303, "http://relink.test/doctor?too_large=1"]);
});

test("forms that are never finished share bounded memory, and small ones always have room", async () => {
  const half = () => new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(MIB)) });
  const unfinished = Array.from({ length: 40 }, () => refuseForm(form(half())));
  const refused = await Promise.race(unfinished);
  expect(refused?.status).toBe(503);
  expect(await refuseForm(form("q=small"))).toBeNull();
});
