import { expect, test } from "vitest";
import { addressPrefix, bucketsOf, codeBucket, proofBucket } from "./attempts";

const attempt = { email: "ana@example.com", address: "198.51.100.7", knownDevice: null };
const keys = (changed: Partial<Parameters<typeof bucketsOf>[0]> = {}) =>
  bucketsOf({ ...attempt, ...changed }).map((bucket) => bucket.key);

test("nobody else's failures count in a browser that the person has used before", () => {
  const known = keys({ knownDevice: "digest" });
  expect(known).toHaveLength(1);
  expect(keys()).not.toContain(known[0]);
  expect(keys({ address: "203.0.113.1", knownDevice: "digest" })).toEqual(known);
});

test("failures by someone who has the password or a session lock nobody out elsewhere", () => {
  const elsewhere = [codeBucket(1, null), proofBucket(7)].map(({ key }) => key);
  expect(elsewhere).not.toContain(codeBucket(1, "digest").key);
  expect(elsewhere).not.toContain(proofBucket(8).key);
  expect(keys({ knownDevice: "digest" })).not.toContain(codeBucket(1, "digest").key);
});

test("codes from unknown browsers are counted together, wherever they come from", () => {
  expect(codeBucket(1, null)).toEqual(codeBucket(1, null));
  expect(codeBucket(1, null).key).not.toBe(codeBucket(2, null).key);
});

test("other attempts count by e-mail, by address, and by both", () => {
  const shared = (other: readonly string[]) => keys().filter((key) => other.includes(key)).length;
  expect(shared(keys({ address: "203.0.113.1" }))).toBe(1);
  expect(shared(keys({ email: "bo@example.com" }))).toBe(1);
  expect(shared(keys())).toBe(3);
});

test("no bucket names anyone", () => {
  expect(keys().join()).not.toMatch(/ana|198/);
});

test("an IPv6 network counts as one address", () => {
  expect(addressPrefix("2001:db8:1:2:aaaa::1")).toBe("2001:db8:1:2");
  expect(addressPrefix("2001:db8::1")).toBe("2001:db8:0:0");
  expect(addressPrefix("::1")).toBe("0:0:0:0");
  expect(addressPrefix("::ffff:192.0.2.1")).toBe("::ffff:192.0.2.1");
  expect(addressPrefix("192.0.2.1")).toBe("192.0.2.1");
});
