import { expect, test } from "vitest";
import { entryGroups, matchingGroups } from "./entries";

const nothing = () => {};
const groups = entryGroups([{ name: "Expired, VIP", href: "/connections?view=1" }], "admin", {
  listShortcuts: nothing,
  chooseTheme: nothing,
  copyLink: nothing,
});
const labels = (query: string) =>
  matchingGroups(groups, query).flatMap(({ entries }) => entries.map((one) => one.label));

test("nothing asked, everything is offered", () => {
  expect(matchingGroups(groups, " ")).toEqual(groups);
});

test("an entry is found by any part of its name and of its other words, in any order and case", () => {
  expect(labels("setT")).toEqual(["Settings"]);
  expect(labels("webhook")).toEqual(["Settings"]);
  expect(labels("colours dark")).toEqual(["Dark colours"]);
  expect(labels("vip exp")).toEqual(["Expired, VIP"]);
});

test("a group with no match is left out", () => {
  expect(matchingGroups(groups, "nobody")).toEqual([]);
});

test("screens that take the role of admin are offered to admins alone", () => {
  const ofViewer = entryGroups([], "viewer", { listShortcuts: nothing, chooseTheme: nothing, copyLink: nothing });
  expect(matchingGroups(ofViewer, "settings")).toEqual([]);
  expect(matchingGroups(ofViewer, "audit")).toEqual([]);
  expect(matchingGroups(ofViewer, "account")).toHaveLength(1);
});

test("without views there is no group of them", () => {
  const withoutViews = entryGroups([], "admin", { listShortcuts: nothing, chooseTheme: nothing, copyLink: nothing });
  expect(matchingGroups(withoutViews, "").map(({ name }) => name)).toEqual(["Screens", "Actions"]);
});
