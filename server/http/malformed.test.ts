import { expect, test } from "vitest";
import { dropMalformed } from "./malformed";

function settled(url: string, headers: Record<string, string> = {}) {
  const request = { url, headers: { ...headers } };
  dropMalformed(request);
  return request;
}

test("an address that encodes nothing leads nowhere; any other is left as it is", () => {
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
])("an address that is written otherwise leads where it means to: %s", (written, meant) => {
  expect(settled(written).url).toBe(meant);
});

test.each(["*", "?q=1", "events", "", "javascript:alert(1)", "relink.example.com:443"])(
  "what is no path leads nowhere: %s",
  (written) => {
    expect(settled(written).url).toBe("/nothing");
  },
);

test("the router's own tree is kept, and whatever is none goes", () => {
  const tree = encodeURIComponent(
    JSON.stringify([
      "",
      { children: ["(dashboard)", { children: [["id", "a", "d", null], { children: ["__PAGE__", {}] }] }] },
      null,
      null,
      16,
    ]),
  );
  expect(settled("/events", { "next-router-state-tree": tree }).headers).toHaveProperty("next-router-state-tree");
  expect(settled("/api/find", { "next-router-state-tree": tree }).headers).toEqual({});
  for (const rubbish of ["x", "%", "[]", "[1,2]", '["",{"children":5}]', "null"])
    expect(settled("/events", { "next-router-state-tree": rubbish }).headers).toEqual({});
});

test("actions are named by their number, and forms have a boundary", () => {
  const id = "60cf21005ea5b263316b455d21f5c1752dad0310a7";
  expect(settled("/", { "next-action": id }).headers).toEqual({ "next-action": id });
  expect(settled("/", { "next-action": "../x" }).headers).toEqual({});
  expect(settled("/", { "content-type": "multipart/form-data" }).headers).toEqual({});
  const form = { "content-type": "multipart/form-data; boundary=a" };
  expect(settled("/", form).headers).toEqual(form);
});
