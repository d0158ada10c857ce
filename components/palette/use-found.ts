import { useEffect, useState } from "react";
import type { Found } from "@/domain/connection/quick-find";
import { searchWords } from "@/domain/lists/search-text";
import { findPath } from "@/domain/values/query/paths";

const TYPING_PAUSE_MS = 120;

/** `nothing_asked`: there is no word to search for. */
export type Finding =
  | { readonly state: "nothing_asked" | "searching" }
  | { readonly state: "found"; readonly found: Found }
  | { readonly state: "failed"; readonly retry: () => void };

type Answer = { readonly query: string; readonly attempt: number; readonly found: Found | null };

/** Searches the server for a query. Results of an earlier query are never returned for this one. */
export function useFound(query: string): Finding {
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const isAsked = searchWords(query).length > 0;

  useEffect(() => {
    if (!isAsked) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const found = await find(query, abort.signal);
      if (!abort.signal.aborted) setAnswer({ query, attempt, found });
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, attempt, isAsked]);

  if (!isAsked) return { state: "nothing_asked" };
  if (answer?.query !== query || answer.attempt !== attempt) return { state: "searching" };
  if (answer.found) return { state: "found", found: answer.found };
  return { state: "failed", retry: () => setAttempt(attempt + 1) };
}

/** Returns null if the server can't be reached or fails. */
async function find(q: string, signal: AbortSignal): Promise<Found | null> {
  try {
    const response = await fetch(findPath({ q }), { signal });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
