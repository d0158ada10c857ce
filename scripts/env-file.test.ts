import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { freshFolder } from "@/testing/fresh-store";
import { readEnvFile } from "./env-file.mjs";

const FIRST = "RELINK_TEST_FIRST";
const SECOND = "RELINK_TEST_SECOND";
const TEXT = `${FIRST}=one # a comment\r\n${SECOND}="two"\r\n`;

afterEach(() => {
  for (const name of [FIRST, SECOND]) delete process.env[name];
});

function fileOf(bytes: Buffer): string {
  const file = path.join(freshFolder(), ".env");
  writeFileSync(file, bytes);
  return file;
}

test.each([
  ["plain", Buffer.from(TEXT)],
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${TEXT}`)],
  ["UTF-16, as PowerShell writes it", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
])("every variable of an env file is read, including the first: %s", (_name, bytes) => {
  readEnvFile(fileOf(bytes));
  expect([process.env[FIRST], process.env[SECOND]]).toEqual(["one", "two"]);
});

test("an existing variable stays, even an empty one, and a missing file is no problem", () => {
  process.env[FIRST] = "";
  readEnvFile(fileOf(Buffer.from(TEXT)));
  expect([process.env[FIRST], process.env[SECOND]]).toEqual(["", "two"]);
  readEnvFile(path.join(freshFolder(), ".env"));
});
