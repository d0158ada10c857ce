"use client";

import { type JsonToken, jsonTokens } from "./json-tokens";

const COLOURS: Record<JsonToken["kind"], string | undefined> = {
  key: "text-accent",
  text: "text-ok",
  number: "text-warn",
  word: "text-wait",
  plain: undefined,
};

/** Colours a text as JSON. A client component, since a server component would send each of the many small pieces twice. */
export function JsonText({ text }: { text: string }) {
  return jsonTokens(text).map((token, index) =>
    COLOURS[token.kind] ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a body never changes
      <span key={index} className={COLOURS[token.kind]}>
        {token.text}
      </span>
    ) : (
      token.text
    ),
  );
}
