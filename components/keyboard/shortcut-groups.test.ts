import { expect, test } from "vitest";
import { groupShortcuts, winnerOf } from "./shortcut-groups";

const next = { key: "j", label: "Next row", group: "Connections" };
const alsoNext = { key: "ArrowDown", label: "Next row", group: "Connections" };
const palette = { key: "mod+k", label: "Search or jump to", group: "Anywhere" };
const panelNext = { key: "j", label: "Next event", group: "Side panel" };

test("of two shortcuts with one key, the later one wins, and it alone is listed", () => {
  expect(winnerOf([next, panelNext], (key) => key === "j")).toBe(panelNext);
  expect(groupShortcuts([next, panelNext]).map(({ name }) => name)).toEqual(["Side panel"]);
});

test("a shortcut that is disabled neither answers nor hides another one", () => {
  const disabled = { ...panelNext, isEnabled: false };
  expect(winnerOf([next, disabled], (key) => key === "j")).toBe(next);
  expect(winnerOf([disabled], (key) => key === "j")).toBe(null);
  expect(groupShortcuts([next, disabled]).map(({ name }) => name)).toEqual(["Connections"]);
});

test("keys that do the same are listed together, and what works anywhere comes first", () => {
  expect(groupShortcuts([next, alsoNext, palette])).toEqual([
    { name: "Anywhere", shortcuts: [{ label: "Search or jump to", keys: ["mod+k"] }] },
    { name: "Connections", shortcuts: [{ label: "Next row", keys: ["j", "ArrowDown"] }] },
  ]);
});
