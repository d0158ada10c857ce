import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { rowTitle } from "./connection-row";
import { Highlight, HighlightProvider } from "./highlight";
import { Initials, initialsOf } from "./initials";

const LONG = "jane ".repeat(20_000);

function markup(query: string, text: string): string {
  const children = createElement(Highlight, { text });
  return renderToStaticMarkup(createElement(HighlightProvider, { query, children }));
}

test("a long text is shown cut, marked or not", () => {
  expect(markup("", LONG)).toHaveLength(500);
  const marked = markup("jane", LONG);
  expect(marked.replaceAll(/<[^>]+>/g, "")).toHaveLength(500);
  expect(marked.endsWith("…")).toBe(true);
});

test("what was found is marked", () => {
  expect(markup("ne", "Jane Doe")).toContain(">ne</mark>");
});

test("initials are letters that can be seen, however many marks a name piles on them", () => {
  expect(initialsOf("Jane Mary Doe")).toBe("JD");
  expect(initialsOf("👩🏽‍💻 x")).toBe("👩🏽‍💻X");
  expect(initialsOf(`J${"\u0301".repeat(100_000)}`).length).toBeLessThan(100);
  expect(renderToStaticMarkup(createElement(Initials, { name: LONG, seed: "a" }))).toContain(">JJ<");
});

test("a row's title is cut like the name in it", () => {
  expect(rowTitle({ id: "conn_1", name: LONG, username: null })).toHaveLength(500);
  expect(rowTitle({ id: "conn_1", name: null, username: "u".repeat(100_000) })).toHaveLength(500);
  expect(rowTitle({ id: "conn_1", name: null, username: null })).toBe("conn_1");
});

test("a name or username that can't be seen is no title", () => {
  for (const blank of [" ", "\u200b\u202e", "\u3164", "\u0301", "\u00ad\n"]) {
    expect(rowTitle({ id: "conn_1", name: blank, username: "jane" })).toBe("@jane");
    expect(rowTitle({ id: "conn_1", name: null, username: blank })).toBe("conn_1");
  }
});
