"use client";

import { Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { useKeyboard, useShortcut } from "@/components/keyboard/shortcuts";
import { PERSONAL } from "@/components/ui/personal/personal";
import { changeSearch } from "@/domain/lists/connection-search";
import { listPath } from "@/domain/values/query/paths";
import { HiddenSearch, useListNavigation } from "./list-navigation";

const TYPING_PAUSE_MS = 180;

/** A plain GET form that also searches while someone types. */
export function SearchBox() {
  const { isPending, search, arrived, navigate, destination, takeTyped } = useListNavigation();
  const { areSingleKeysOn } = useKeyboard();
  const [draft, setDraft] = useState(search.q);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // While nothing is loading, the box shows what the URL says, whatever changed it.
  useEffect(() => {
    if (!isPending && timer.current === undefined) setDraft(search.q);
  }, [isPending, search.q]);

  useEffect(() => () => clearTimeout(timer.current), []);

  // A click on a tab or a heading right after typing takes the typed text along.
  useEffect(() => {
    takeTyped.current = () => {
      const isTyped = timer.current !== undefined;
      clearTimeout(timer.current);
      timer.current = undefined;
      return isTyped ? (input.current?.value ?? "") : null;
    };
  }, [takeTyped]);

  useShortcut({ key: "/", label: "Search connections", group: "Connections" }, () => {
    input.current?.select();
    input.current?.focus();
  });

  const catchUp = useEffectEvent(() => {
    const typed = input.current?.value ?? "";
    if (typed !== search.q) type(typed);
  });

  // Text that was typed before hydration counts too.
  useEffect(() => catchUp(), []);

  function submit(q: string): void {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (q === search.q && !isPending) return;
    // One step back leaves the search, however many letters it took: a navigation that has not finished is replaced.
    navigate(changeSearch(destination.current ?? search, { q }), { replace: arrived.q !== "" });
  }

  function type(q: string): void {
    setDraft(q);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => submit(q), TYPING_PAUSE_MS);
  }

  function clearOnEscape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || draft === "") return;
    event.preventDefault();
    setDraft("");
    submit("");
  }

  return (
    <search className="relative min-w-0 flex-1 max-sm:basis-full sm:max-w-md">
      <form
        action={listPath(search.list)}
        onSubmit={(event) => {
          event.preventDefault();
          submit(draft);
        }}
      >
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
        />
        <input
          {...PERSONAL}
          ref={input}
          type="search"
          name="q"
          value={draft}
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          aria-label="Search connections"
          aria-keyshortcuts={areSingleKeysOn ? "/" : undefined}
          placeholder="Name, @username, user or id"
          onChange={(event) => type(event.target.value)}
          onKeyDown={clearOnEscape}
          className="peer h-9 w-full rounded-md border border-line-strong/70 bg-surface pr-9 pl-9 placeholder:text-ink-faint focus:border-accent focus:outline-1 focus:outline-accent"
        />
        <HiddenSearch search={search} without={{ q: "" }} />
        {draft === "" ? null : (
          <button
            type="button"
            aria-label="Clear the search"
            onClick={() => {
              setDraft("");
              submit("");
              input.current?.focus();
            }}
            className="absolute top-1/2 right-1.5 grid size-6 -translate-y-1/2 place-items-center rounded text-ink-faint hover:bg-gone-soft hover:text-ink"
          >
            <X aria-hidden className="size-4" />
          </button>
        )}
        {draft === "" && areSingleKeysOn ? (
          <kbd className="pointer-events-none absolute top-1/2 right-3 hidden -translate-y-1/2 rounded border border-line px-1.5 font-mono text-[0.6875rem] text-ink-faint peer-focus:hidden sm:block">
            /
          </kbd>
        ) : null}
      </form>
    </search>
  );
}
