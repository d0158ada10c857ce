import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Phrase } from "@/domain/values/personal";
import { UndoBar } from "./undo-bar";

function htmlOf(words: Phrase, problem: string | null = null): string {
  return renderToStaticMarkup(
    createElement(UndoBar, { words, problem, undo: () => {}, fields: { id: 1 }, isPending: false }),
  );
}

test("what is personal about what was deleted is marked, so that it can be blurred", () => {
  expect(htmlOf(["Deleted the view “", { personal: "Jane" }, "”."])).toContain(
    '“<span data-personal="" dir="auto">Jane</span>”',
  );
});

test("an undo that was refused says why", () => {
  expect(htmlOf(["Deleted."], "There is already a view with this name.")).toMatch(
    /role="alert"[^>]*>.*There is already a view with this name\./,
  );
  expect(htmlOf(["Deleted."])).toContain('<div role="alert" class="empty:hidden"></div>');
});
