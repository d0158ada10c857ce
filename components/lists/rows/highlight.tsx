"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { findHits, searchWords } from "@/domain/lists/search-text";
import { shorten } from "@/domain/values/shorten";

const Words = createContext<readonly string[]>([]);

/** Provides the search text, so that texts inside can highlight it. */
export function HighlightProvider({ query, children }: { query: string; children: ReactNode }) {
  const words = useMemo(() => searchWords(query), [query]);
  return <Words value={words}>{children}</Words>;
}

export function useSearchWords(): readonly string[] {
  return useContext(Words);
}

/** Highlights the search text within a text, which is shortened if it is long. */
export function Highlight({ text: whole }: { text: string }) {
  const words = useSearchWords();
  const text = shorten(whole);
  const hits = words.length > 0 ? findHits(text, words) : [];
  if (hits.length === 0) return text;
  const rest = text.slice(hits.at(-1)?.[1] ?? 0);
  return (
    <>
      {hits.map(([from, until], index) => (
        <span key={from}>
          {text.slice(hits[index - 1]?.[1] ?? 0, from)}
          <mark className="rounded-xs bg-mark text-ink">{text.slice(from, until)}</mark>
        </span>
      ))}
      {rest}
    </>
  );
}
