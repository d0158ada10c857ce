"use client";

import { Search } from "lucide-react";
import { startTransition, useState } from "react";
import { Keys } from "@/components/keyboard/keys";
import { ANYWHERE } from "@/components/keyboard/shortcut-groups";
import { useKeyboard, useShortcut } from "@/components/keyboard/shortcuts";
import { BriefWords, useBriefWords } from "@/components/ui/brief-words";
import { writeClipboard } from "@/components/ui/copy-button";
import { useFetched } from "@/components/ui/fetched";
import type { Role } from "@/domain/access/role";
import type { Theme } from "@/domain/values/theme";
import type { PaletteView } from "./entries";

const NO_VIEWS: readonly PaletteView[] = [];

type PaletteButtonProps = {
  readonly chooseTheme: (form: FormData) => Promise<void>;
  readonly views?: readonly PaletteView[];
  readonly role: Role;
};

/** Looks like a search field, and opens the command palette, whose code is loaded when it is first asked for. */
export function PaletteButton({ chooseTheme, views = NO_VIEWS, role }: PaletteButtonProps) {
  const { openList } = useKeyboard();
  const { Component: Palette, load } = useFetched(importPalette);
  const [isOpen, setIsOpen] = useState(false);
  const speech = useBriefWords();

  useShortcut({ key: "mod+k", label: "Search or jump to", group: ANYWHERE }, () =>
    isOpen ? setIsOpen(false) : open(),
  );

  async function open(): Promise<void> {
    setIsOpen(true);
    if (await load()) return speech.hush();
    setIsOpen(false);
    speech.warn("The search could not be loaded: try again");
  }

  async function copyLink(): Promise<void> {
    try {
      await writeClipboard(location.href);
      speech.say("Link copied");
    } catch {
      speech.warn("The browser blocked copying the link");
    }
  }

  function choose(theme: Theme): void {
    const form = new FormData();
    form.set("theme", theme);
    startTransition(() => chooseTheme(form));
  }

  return (
    <>
      <button
        type="button"
        onClick={open}
        onPointerEnter={() => importPalette().catch(() => {})}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="flex min-h-8 items-center gap-1.5 rounded-md text-ink-soft hover:text-ink max-lg:ml-auto max-sm:size-8 max-sm:justify-center sm:border sm:border-line-strong/50 sm:bg-surface sm:px-2 sm:hover:bg-hover noscript:hidden"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="truncate text-[0.8125rem] max-sm:sr-only">Search or jump to…</span>
        <span aria-hidden className="ml-auto pl-1 max-sm:hidden">
          <Keys shortcut="mod+k" isPlain />
        </span>
      </button>
      <BriefWords speech={speech} />
      {Palette ? (
        <Palette
          views={views}
          role={role}
          actions={{ listShortcuts: openList, chooseTheme: choose, copyLink }}
          isOpen={isOpen}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </>
  );
}

async function importPalette() {
  return (await import("./command-palette")).CommandPalette;
}
