"use client";

import { Search } from "lucide-react";
import { startTransition, useState } from "react";
import { Keys } from "@/components/keyboard/keys";
import { ANYWHERE } from "@/components/keyboard/shortcut-groups";
import { useKeyboard, useShortcut } from "@/components/keyboard/shortcuts";
import { Toast, useToast } from "@/components/ui/feedback/toast";
import { writeClipboard } from "@/components/ui/form/copy-button";
import { useLazyComponent } from "@/components/ui/lazy/use-lazy-component";
import type { Role } from "@/domain/access/role";
import type { Theme } from "@/domain/values/preferences/theme";
import type { PaletteView } from "./entries";

const NO_VIEWS: readonly PaletteView[] = [];

type PaletteButtonProps = {
  readonly chooseTheme: (form: FormData) => Promise<void>;
  readonly views?: readonly PaletteView[];
  readonly role: Role;
};

/** Looks like a search field, and opens the command palette, whose code loads when it is first opened. */
export function PaletteButton({ chooseTheme, views = NO_VIEWS, role }: PaletteButtonProps) {
  const { openList } = useKeyboard();
  const { Component: Palette, load } = useLazyComponent(importPalette);
  const [isOpen, setIsOpen] = useState(false);
  const toast = useToast();

  useShortcut({ key: "mod+k", label: "Search or jump to", group: ANYWHERE }, () =>
    isOpen ? setIsOpen(false) : open(),
  );

  async function open(): Promise<void> {
    setIsOpen(true);
    if (await load()) return toast.dismiss();
    setIsOpen(false);
    toast.showError("The search could not be loaded: try again");
  }

  async function copyLink(): Promise<void> {
    try {
      await writeClipboard(location.href);
      toast.show("Link copied");
    } catch {
      toast.showError("The browser blocked copying the link");
    }
  }

  function selectTheme(theme: Theme): void {
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
      <Toast toast={toast} />
      {Palette ? (
        <Palette
          views={views}
          role={role}
          actions={{ listShortcuts: openList, chooseTheme: selectTheme, copyLink }}
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
