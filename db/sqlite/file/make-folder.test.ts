import { mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { freshFolder } from "@/testing/fresh-store";
import { makeFolder } from "./make-folder";

test("a folder is made with its parents, readable by its owner only, and may exist already", () => {
  const folder = path.join(freshFolder(), "a", "b");
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(path.dirname(folder)).mode & 0o777).toBe(0o700);
});

test("a link to a folder is accepted as the folder", () => {
  const parent = freshFolder();
  mkdirSync(path.join(parent, "there"));
  symlinkSync(path.join(parent, "there"), path.join(parent, "link"));
  makeFolder(path.join(parent, "link", "below"));
  expect(statSync(path.join(parent, "there", "below")).isDirectory()).toBe(true);
});

test.each([
  ["a file in its place", ["file"]],
  ["a file above it", ["file", "below"]],
  ["a link to nothing in its place", ["dangling"]],
  ["a link to nothing above it", ["dangling", "below"]],
  ["a link to itself above it", ["loop", "below"]],
  ["a name too long", ["x".repeat(300), "below"]],
])("a folder with %s is refused with a sentence, and without trying forever", (_, names) => {
  const parent = freshFolder();
  writeFileSync(path.join(parent, "file"), "");
  symlinkSync(path.join(parent, "nowhere"), path.join(parent, "dangling"));
  symlinkSync(path.join(parent, "loop"), path.join(parent, "loop"));
  expect(() => makeFolder(path.join(parent, ...names))).toThrow("Cannot make the folder");
});

test.skipIf(process.platform !== "linux")("a folder under /proc is refused with a sentence", () => {
  expect(() => makeFolder("/proc/relink/below")).toThrow("Cannot make the folder /proc/relink/below (ENOENT)");
});
