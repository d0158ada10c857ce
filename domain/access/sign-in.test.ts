import fc from "fast-check";
import { expect, test } from "vitest";
import { hashSecret, mintSecret, parsePlace } from "./sign-in";

test("a path of this deployment is returned unchanged", () => {
  expect(parsePlace("/connections?q=a%20b&status=active#top")).toBe("/connections?q=a%20b&status=active#top");
});

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "\\\\evil.example",
  "javascript:alert(1)",
  "/..//evil.example",
  "/%0a//evil",
  "/sign-in?next=/sign-in",
  "",
  null,
  ["/connections"],
])("%j leads to the home page or stays on this host", (value) => {
  const place = parsePlace(value);
  expect(new URL(place, "http://relink.test").origin).toBe("http://relink.test");
  expect(place.startsWith("//")).toBe(false);
});

test("any requested path leads to this deployment", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.stringMatching(/^[/\\.:a-z@\t%]{1,12}$/)), (value) => {
      const url = new URL(parsePlace(value), "http://relink.test");
      expect(url.origin).toBe("http://relink.test");
    }),
    { numRuns: 2_000 },
  );
});

test("a digest identifies a secret without revealing it", () => {
  const { text, hash } = mintSecret("rl_");
  expect(text).toMatch(/^rl_[\w-]{43}$/);
  expect(hashSecret(text)).toBe(hash);
  expect(hash).not.toContain(text.slice(3, 10));
  expect(mintSecret().text).not.toBe(mintSecret().text);
});
