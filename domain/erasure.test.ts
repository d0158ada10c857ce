import { expect, test } from "vitest";
import { isViewAbout } from "./erasure";

const HERS = { id: "acct_1", name: "Anna Wren", username: "anna_wren", avatar: null };

test.each([
  ["its filter names the user", "Mine", "?user=user_9"],
  ["its filter leaves the user out", "Others", "?not_user=user_9"],
  ["it looks for the name", "Mine", "?q=anna+wren"],
  ["it looks for a part of the name", "Mine", "?q=wren"],
  ["it looks for the name with more beside it", "Mine", "?q=anna+wren+vip"],
  ["it is called by the whole name", "Calls with Anna Wren", "?status=expired"],
  ["it is called by a part of the name", "Anna", "?status=expired"],
  ["it is called by the username", "for @anna_wren", "?status=expired"],
])("a view is about someone where %s", (_why, name, query) => {
  expect(isViewAbout({ id: 1, name, query }, "user_9", [HERS])).toBe(true);
});

test("a view that finds someone without their accents, case or apostrophe is about them", () => {
  const his = { id: "acct_2", name: "İrem O’Brïen", username: null, avatar: null };
  for (const query of ["?q=irem+obrien", "?q=O'BRIEN"]) {
    expect(isViewAbout({ id: 1, name: "Mine", query }, null, [his])).toBe(true);
  }
  expect(isViewAbout({ id: 1, name: "irem's", query: "?q=irem" }, null, [his])).toBe(true);
});

test.each([
  ["Expired", "?status=expired"],
  ["Annas", "?status=expired"],
  ["Live", "?q=an"],
  ["Others", "?user=user_90"],
])("the view %s with %s is about nobody in particular", (name, query) => {
  expect(isViewAbout({ id: 1, name, query }, "user_9", [HERS])).toBe(false);
});
