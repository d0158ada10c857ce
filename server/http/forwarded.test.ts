import { expect, test } from "vitest";
import { DIRECT_HEADER, normalizeForwarded, trusting } from "./forwarded";

function settled(peer: string, headers: Record<string, string>, trusted: readonly string[] = []) {
  const request = { headers: { ...headers }, socket: { remoteAddress: peer } };
  normalizeForwarded(request, trusting(trusted));
  return request.headers;
}

const FORGED = {
  "x-forwarded-for": "192.0.2.9",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "evil.example",
  forwarded: "for=192.0.2.9",
};

test("forwarded headers from an unlisted peer are ignored", () => {
  expect(settled("198.51.100.7", FORGED)).toEqual({ "x-forwarded-for": "198.51.100.7" });
  expect(settled("198.51.100.7", FORGED, ["10.0.0.0/8"])).toEqual({ "x-forwarded-for": "198.51.100.7" });
});

test("a trusted proxy reports the client's address, scheme and host", () => {
  expect(settled("10.1.2.3", { ...FORGED, "x-forwarded-host": "relink.example.com" }, ["10.0.0.0/8"])).toEqual({
    "x-forwarded-for": "192.0.2.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "relink.example.com",
  });
});

test("in a chain, the nearest address that isn't our proxy counts: the rest may be made up", () => {
  const chain = (value: string) =>
    settled("::ffff:127.0.0.1", { "x-forwarded-for": value }, ["loopback", "10.0.0.0/8"]);
  expect(chain("203.0.113.66, 192.0.2.1, 10.0.0.5")["x-forwarded-for"]).toBe("192.0.2.1");
  expect(chain("203.0.113.66, rubbish")["x-forwarded-for"]).toBe("127.0.0.1");
  expect(chain("[2001:db8::7]:4711")["x-forwarded-for"]).toBe("2001:db8::7");
  expect(chain("192.0.2.1:80, 10.0.0.5:81")["x-forwarded-for"]).toBe("192.0.2.1");
  expect(chain("10.0.0.9, 10.0.0.5")["x-forwarded-for"]).toBe("127.0.0.1");
});

test("a made-up host or scheme is dropped even from a trusted proxy", () => {
  const headers = settled("127.0.0.1", { "x-forwarded-host": "a/b?c", "x-forwarded-proto": "javascript" }, [
    "loopback",
  ]);
  expect(headers).toEqual({ "x-forwarded-for": "127.0.0.1" });
});

test("in a chain of proxies, the first one reports the requested host and scheme", () => {
  const chain = { "x-forwarded-host": "relink.example.com:8443, inner:3000", "x-forwarded-proto": "https,http" };
  expect(settled("127.0.0.1", chain, ["loopback"])).toMatchObject({
    "x-forwarded-host": "relink.example.com:8443",
    "x-forwarded-proto": "https",
  });
});

test("only requests from this machine are marked as direct, and nobody can send the mark", () => {
  const mark = (peer: string, headers: Record<string, string>, trusted: readonly string[] = []) =>
    settled(peer, headers, trusted)[DIRECT_HEADER];
  expect([mark("127.0.0.1", {}), mark("::1", {}), mark("::ffff:127.0.0.1", {})]).toEqual(["yes", "yes", "yes"]);
  expect(mark("198.51.100.7", { [DIRECT_HEADER]: "yes" })).toBeUndefined();
  for (const trace of ["x-forwarded-for", "x-forwarded-proto", "forwarded", "via", "x-real-ip"]) {
    expect(mark("127.0.0.1", { [trace]: "127.0.0.1", [DIRECT_HEADER]: "yes" })).toBeUndefined();
    expect(mark("127.0.0.1", { [trace]: "127.0.0.1" }, ["loopback"])).toBeUndefined();
  }
});
