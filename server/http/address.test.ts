import { expect, test } from "vitest";
import { normalizeAddress } from "./address";

function settled(url: string, method = "GET") {
  const request = { url, method };
  normalizeAddress(request);
  return request;
}

test("a path that doesn't decode leads nowhere; any other is left as it is", () => {
  expect(settled("/users/100%").url).toBe("/nothing");
  expect(settled("/api/find/%E0%A4%A?q=1").url).toBe("/nothing");
  expect(settled("/users/100%25?q=%").url).toBe("/users/100%25?q=%");
});

test.each([
  ["//api/webhooks/ofauth", "/api/webhooks/ofauth"],
  ["/api//webhooks///ofauth?a=//b", "/api/webhooks/ofauth?a=//b"],
  ["//evil.example/x", "/evil.example/x"],
  ["/api/webhooks/ofauth//", "/api/webhooks/ofauth/"],
  ["http://relink.example.com/events?q=1", "/events?q=1"],
  ["HTTPS://relink.example.com//events", "/events"],
  ["http://relink.example.com?q=1", "/?q=1"],
  ["http://relink.example.com", "/"],
])("an unusual spelling of an address leads where it means to: %s", (written, meant) => {
  expect(settled(written).url).toBe(meant);
});

test.each(["*", "?q=1", "events", "", "javascript:alert(1)", "relink.example.com:443"])(
  "a target that isn't a path leads nowhere: %s",
  (written) => {
    expect(settled(written).url).toBe("/nothing");
  },
);

test("a method that the framework doesn't know leads nowhere; any other is left as it is", () => {
  for (const method of ["TRACE", "PROPFIND", "M-SEARCH"])
    expect(settled("/events", method)).toEqual({ url: "/api/nothing", method: "GET" });
  for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    expect(settled("/events", method)).toEqual({ url: "/events", method });
});
