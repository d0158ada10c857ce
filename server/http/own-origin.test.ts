import { expect, test } from "vitest";
import { normalizeOrigin } from "./own-origin";

const PUBLIC = "https://relink.example.com";
const OWN = "relink.example.com";

type Asked = {
  readonly publicUrl?: string;
  readonly host?: string;
  readonly forwarded?: string;
  readonly scheme?: string;
};

/** What later checks see: the origin, and the host they compare it with. */
function settled(origin: string, { publicUrl, host, forwarded, scheme }: Asked) {
  const headers = {
    origin,
    ...(host === undefined ? {} : { host }),
    ...(forwarded === undefined ? {} : { "x-forwarded-host": forwarded }),
    ...(scheme === undefined ? {} : { "x-forwarded-proto": scheme }),
  };
  normalizeOrigin({ headers }, publicUrl === undefined ? null : new URL(publicUrl));
  return headers;
}

function isOwn(origin: string, asked: Asked): boolean {
  const { origin: left, ...headers } = settled(origin, asked);
  expect(left).toBe(origin === left ? origin : "null");
  return left !== "null" && "x-forwarded-host" in headers && headers["x-forwarded-host"] === new URL(left).host;
}

test.each<[string, string, Asked]>([
  ["the requested host", "http://10.0.0.5:3000", { host: "10.0.0.5:3000" }],
  ["the public address, whatever host a proxy names", PUBLIC, { publicUrl: PUBLIC, host: "127.0.0.1:3000" }],
  ["the public address on its own port", `${PUBLIC}:8443`, { publicUrl: `${PUBLIC}:8443`, host: OWN }],
  [
    "a requested address other than the public one",
    "http://10.0.0.5:3000",
    { publicUrl: PUBLIC, host: "10.0.0.5:3000" },
  ],
  ["the host with the scheme's own port", PUBLIC, { host: `${OWN}:443` }],
  ["the host with the scheme's own port, without TLS", `http://${OWN}`, { host: `${OWN}:80`, scheme: "http" }],
  ["the host in capital letters", PUBLIC, { host: "Relink.Example.com" }],
  ["an IPv6 address", "http://[::1]:3000", { host: "[::1]:3000" }],
  ["the host requested from a proxy", PUBLIC, { host: "relink", forwarded: OWN, scheme: "https" }],
  ["the host requested from a proxy, with its port", PUBLIC, { host: "relink", forwarded: `${OWN}:443` }],
])("is ours: %s", (_, origin, asked) => {
  expect(isOwn(origin, asked)).toBe(true);
});

test.each<[string, string, Asked]>([
  ["another site", "https://evil.example", { publicUrl: PUBLIC, host: OWN }],
  ["another port", `${PUBLIC}:8443`, { host: OWN }],
  ["another scheme than the request's", `http://${OWN}`, { host: OWN, scheme: "https" }],
  ["another scheme than the public address's", `http://${OWN}`, { publicUrl: PUBLIC, host: OWN }],
  ["another host than the one requested from a proxy", "http://relink", { host: "relink", forwarded: OWN }],
  ["a subdomain", `https://a.${OWN}`, { publicUrl: PUBLIC, host: OWN }],
  ["nobody", "null", { publicUrl: PUBLIC, host: OWN }],
  ["a file", "file://", { host: OWN }],
  ["not an address", "https://", { host: "" }],
  ["any, if no host was requested", PUBLIC, {}],
])("is foreign: %s", (_, origin, asked) => {
  expect(isOwn(origin, asked)).toBe(false);
});

test("a request without an origin is left as it is", () => {
  const headers = { host: OWN };
  normalizeOrigin({ headers }, new URL(PUBLIC));
  expect(headers).toEqual({ host: OWN });
});
