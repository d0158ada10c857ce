"use client";

import { Keyboard } from "lucide-react";
import { useKeyboard } from "./shortcuts";

/** Opens the list of shortcuts, for people who don't know its key or have switched it off. */
export function ShortcutsButton() {
  const { openList } = useKeyboard();
  return (
    <button
      type="button"
      onClick={openList}
      aria-label="Keyboard shortcuts"
      title="Keyboard shortcuts"
      className="grid size-8 place-items-center rounded-md text-ink-faint hover:bg-hover hover:text-ink noscript:hidden"
    >
      <Keyboard aria-hidden className="size-4" />
    </button>
  );
}
