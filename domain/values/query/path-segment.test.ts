import fc from "fast-check";
import { expect, test } from "vitest";
import { idOfSegment, segmentOf } from "./path-segment";

const FRAMEWORK_SUFFIXES = ["rsc", "segments", "segment.rsc", "prefetch.rsc", "txt", "json", "html", "action", "meta"];

const ids = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(".", "/", "~", "%", "2", "e", "F", "\\", "a", "\ud800", "\u0000", "?", "#", " ") }),
  fc.tuple(fc.string(), fc.constantFrom(...FRAMEWORK_SUFFIXES)).map(([name, suffix]) => `${name}.${suffix}`),
  fc.constantFrom("", ".", "..", "%2e", "a%2Fb", "x/page", "[connectionId]", "(.)x", "~x", "~~002e"),
);

test("every id has its own path segment, which decodes to that id", () => {
  fc.assert(
    fc.property(ids, (id) => {
      expect(idOfSegment(segmentOf(id))).toBe(id);
    }),
    { numRuns: 2_000 },
  );
});

test("neither browsers nor the framework misread a path segment", () => {
  fc.assert(
    fc.property(ids, (id) => {
      const path = `/connections/${segmentOf(id)}`;
      expect(new URL(path, "http://localhost/users/x").pathname).toBe(path);
      expect(segmentOf(id)).not.toMatch(/%2f|%5c|%25|%00|^[[(]|^$/i);
      expect(FRAMEWORK_SUFFIXES.some((suffix) => segmentOf(id).endsWith(`.${suffix}`))).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test("ordinary ids keep their existing URLs", () => {
  for (const id of ["conn_abc123", "user 7", "ana@example.com", "tenant:7", "Jörg", "a.b", "v1.2", "a&b=c", "user~1"]) {
    expect(segmentOf(id)).toBe(encodeURIComponent(id));
  }
});

test("URLs from before ids were escaped still lead to their ids", () => {
  for (const id of ["~x", "a/b", "a%2Fb", "x.json"]) expect(idOfSegment(encodeURIComponent(id))).toBe(id);
});

test("a segment that is not properly encoded yields no id", () => {
  for (const segment of ["100%", "%ff"]) expect(idOfSegment(segment)).toBeNull();
});
