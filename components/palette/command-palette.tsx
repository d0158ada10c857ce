"use client";

import { useRef } from "react";
import { Dialog, DialogClose, DialogTitle } from "@/components/ui/form/dialog";
import type { Role } from "@/domain/access/role";
import { entryGroups, type PaletteActions, type PaletteView } from "./entries";
import { PaletteSearch } from "./palette-search";

export type CommandPaletteProps = {
  readonly views: readonly PaletteView[];
  readonly role: Role;
  readonly actions: PaletteActions;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

/** Finds anything in the product by a few letters: a sheet on narrow screens, a dialog on others. */
export function CommandPalette({ views, role, actions, isOpen, onClose }: CommandPaletteProps) {
  const onClosed = useRef<(() => void) | null>(null);

  function runAfterClose(): void {
    onClosed.current?.();
    onClosed.current = null;
  }

  function closeAnd(run: () => void): void {
    onClosed.current = run;
    onClose();
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      onClosed={runAfterClose}
      isCentered={false}
      overlayClassName="max-sm:hidden"
      className="sm:inset-x-0 sm:top-[12dvh] sm:bottom-auto sm:mx-auto sm:w-[calc(100vw-2rem)] sm:max-w-2xl sm:rounded-xl sm:border sm:border-line sm:shadow-2xl"
    >
      <DialogTitle className="sr-only">Search or jump to</DialogTitle>
      <PaletteSearch groups={entryGroups(views, role, actions)} closeAnd={closeAnd} />
      {/* Outside the search, where Enter would select an entry. */}
      <DialogClose className="absolute top-2.5 right-2.5 grid size-8 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink" />
    </Dialog>
  );
}
