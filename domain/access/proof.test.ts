import { expect, test } from "vitest";
import { fieldsToKeep, isRecentProof, losesSecret, PROOF_LIFE_MS, waysToProve } from "./proof";

test("a proof is valid for 15 minutes, and one from the future is not", () => {
  const at = 1_000 * PROOF_LIFE_MS;
  expect(isRecentProof(at, at)).toBe(true);
  expect(isRecentProof(at, at + PROOF_LIFE_MS - 1)).toBe(true);
  expect(isRecentProof(at, at + PROOF_LIFE_MS)).toBe(false);
  expect(isRecentProof(0, at)).toBe(false);
  expect(isRecentProof(at + PROOF_LIFE_MS, at)).toBe(false);
});

test("only people with neither a password nor a passkey can confirm by single sign-on", () => {
  expect(waysToProve({ hasPassword: true, passkeys: 2 }, true)).toEqual(["password", "passkey"]);
  expect(waysToProve({ hasPassword: false, passkeys: 1 }, true)).toEqual(["passkey"]);
  expect(waysToProve({ hasPassword: false, passkeys: 0 }, true)).toEqual(["openid"]);
  expect(waysToProve({ hasPassword: false, passkeys: 0 }, false)).toEqual([]);
});

test("a form that waits for a proof keeps its fields except secrets and files", () => {
  const form = new FormData();
  form.append("email", "bo@relink.test");
  form.append("event", "1");
  form.append("event", "2");
  form.append("current", "a password");
  form.append("password", "a new password");
  form.append("$ACTION_KEY", "k1");
  form.append("file", new Blob(["text"]));
  expect(fieldsToKeep(form)).toEqual([
    ["email", "bo@relink.test"],
    ["event", "1"],
    ["event", "2"],
  ]);
});

test("a form is reported to lose a secret unless that is only the confirming password", () => {
  const form = new FormData();
  form.append("current", "a password");
  expect(losesSecret(form)).toBe(false);
  form.append("password", "a new password");
  expect(losesSecret(form)).toBe(true);
});
