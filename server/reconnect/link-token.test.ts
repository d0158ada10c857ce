import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnvironment } from "@/env";
import { processWide } from "@/server/process/process-wide";
import { claimedLink, isTokenOf, linkToken } from "./link-token";

const folder = mkdtempSync(path.join(tmpdir(), "relink-test-"));
beforeAll(() => void processWide("environment", () => readEnvironment({ RELINK_DATA_DIR: folder })));
afterAll(() => {
  globalThis.relink?.delete("environment");
  rmSync(folder, { recursive: true, force: true });
});

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

test("a token that differs from a link's in the last letter is never taken for it", () => {
  for (let id = 1; id <= 20; id++) {
    const link = { id, nonce: `nonce ${id}` };
    const token = linkToken(link);
    expect(claimedLink(token)).toBe(id);
    const taken = [...LETTERS].filter((letter) => isTokenOf(`${token.slice(0, -1)}${letter}`, link));
    expect(taken).toEqual([token.at(-1)]);
  }
});
