import { expect, test } from "vitest";
import type { Change } from "@/domain/lists/timeline";
import { changePhrase, misdatedWords } from "./step-words";

test("an event with an impossible time is marked with how far the time is off", () => {
  expect(misdatedWords(5 * 3_600_000)).toBe("Dated 5 h ahead; placed at its receipt.");
  expect(misdatedWords(-56 * 365 * 86_400_000)).toBe("Dated 56 y before its receipt; placed at its receipt.");
});

test("what a step changed marks names and users as personal, and nothing else", () => {
  const account = { id: "of_1", name: "Jane Doe", username: "jane", avatar: null };
  const personal = (change: Change) =>
    changePhrase(change).flatMap((part) => (typeof part === "string" ? [] : part.personal));
  const plain = (change: Change) =>
    changePhrase(change)
      .map((part) => (typeof part === "string" ? part : "…"))
      .join("");
  const renamed: Change = { kind: "renamed", what: "username", from: "jane", to: "jane2" };
  expect([plain(renamed), personal(renamed)]).toEqual(["Username changed from … to …", ["@jane", "@jane2"]]);
  const moved: Change = { kind: "user", from: "user_1", to: "user_2" };
  expect([plain(moved), personal(moved)]).toEqual(["Moved from user … to …", ["user_1", "user_2"]]);
  const known: Change = { kind: "account_known", account };
  expect([plain(known), personal(known)]).toEqual(["Account is …", ["Jane Doe (@jane)"]]);
  const nameless: Change = { kind: "account_known", account: { ...account, name: null, username: null } };
  expect(personal(nameless)).toEqual(["of_1"]);
  expect(personal({ kind: "reconnected", downFor: 60_000, reconnections: 2 })).toEqual([]);
});
