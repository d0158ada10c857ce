import fc from "fast-check";
import { expect, test } from "vitest";
import { confirmationCode, erasureProblems, formatSubject, isViewAbout, parseSubject } from "./erasure";

const HERS = { id: "acct_1", name: "Anna Wren", username: "anna_wren", avatar: null };
const ABOUT_HER = { user: "user_9", accounts: [HERS], connections: ["conn_Her"] };

test.each([
  ["its filter names the user", "Mine", "?user=user_9"],
  ["its filter leaves the user out", "Others", "?not_user=user_9"],
  ["it looks for the name", "Mine", "?q=anna+wren"],
  ["it looks for a part of the name", "Mine", "?q=wren"],
  ["it searches for the name with other words", "Mine", "?q=anna+wren+vip"],
  ["it looks for a connection by its id", "Mine", "?q=conn_her"],
  ["it is called by the id of a connection", "Ask about conn_her!", "?status=expired"],
  ["it is called by the whole name", "Calls with Anna Wren", "?status=expired"],
  ["it is called by a part of the name", "Anna", "?status=expired"],
  ["it is called by the username", "for @anna_wren", "?status=expired"],
])("a view is about someone if %s", (_why, name, query) => {
  expect(isViewAbout({ id: 1, name, query }, ABOUT_HER)).toBe(true);
});

test("a view that names someone without accents, case or apostrophe is about them", () => {
  const his = { id: "acct_2", name: "İrem O’Brïen", username: null, avatar: null };
  for (const query of ["?q=irem+obrien", "?q=O'BRIEN"]) {
    expect(isViewAbout({ id: 1, name: "Mine", query }, { user: null, accounts: [his], connections: [] })).toBe(true);
  }
  expect(
    isViewAbout({ id: 1, name: "irem's", query: "?q=irem" }, { user: null, accounts: [his], connections: [] }),
  ).toBe(true);
});

test.each([
  ["Expired", "?status=expired"],
  ["Annas", "?status=expired"],
  ["Live", "?q=an"],
  ["All of them", "?q=conn"],
  ["Another one", "?q=conn_her2"],
  ["Others", "?user=user_90"],
])("the view %s with %s is about nobody", (name, query) => {
  expect(isViewAbout({ id: 1, name, query }, ABOUT_HER)).toBe(false);
});

test("a subject with any reference survives a form unchanged", async () => {
  const odd = [" ", " ann ", "\n", "a\r\nb", "a\rb", "\u0000", ".", "..", '"', "x".repeat(5_000), "\u2028"];
  for (const reference of odd) {
    const form = new FormData();
    form.set("subject", formatSubject({ kind: "user", reference }));
    const sent = await new Response(form).formData();
    expect(parseSubject(String(sent.get("subject")))).toEqual({ kind: "user", reference });
  }
});

test("text that isn't a subject is rejected", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseSubject(text) === null));
  expect(parseSubject('{"kind":"user","reference":""}')).toBeNull();
});

test("a confirmation code belongs to one exact subject, blanks included", () => {
  const subjects = ["ann", " ann", "ann ", "Ann"].flatMap((reference) => [
    { kind: "user", reference } as const,
    { kind: "account", reference } as const,
  ]);
  const codes = subjects.map(confirmationCode);
  expect(new Set(codes).size).toBe(subjects.length);
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
});

test("an unknown kind of subject and a misspelled parameter in the URL are reported", () => {
  expect(erasureProblems({ kind: "user", reference: "user_1" })).toEqual([]);
  expect(erasureProblems({ kind: "account", connection: "conn_1" })).toEqual([]);
  expect(erasureProblems({ kind: "everything", reference: "user_1" }).map(({ parameter }) => parameter)).toEqual([
    "kind",
  ]);
  expect(erasureProblems({ referense: "user_1" }).map(({ parameter }) => parameter)).toEqual(["referense"]);
});
