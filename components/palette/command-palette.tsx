"use client";

import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useRef } from "react";
import { useFocusReturn } from "@/components/ui/focus-return";
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

/** Anything in the product, by a few letters: a sheet on narrow screens, a dialog on others. */
export function CommandPalette({ views, role, actions, isOpen, onClose }: CommandPaletteProps) {
  const onClosed = useRef<(() => void) | null>(null);
  const focusReturn = useFocusReturn(() => {
    onClosed.current?.();
    onClosed.current = null;
  });

  function closeAnd(run: () => void): void {
    onClosed.current = run;
    onClose();
  }

  return (
    <Dialog.Root open={isOpen} onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 bg-canvas/75 max-sm:hidden" />
        <Dialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className="fixed inset-0 z-50 flex flex-col bg-surface outline-none sm:inset-x-0 sm:top-[12dvh] sm:bottom-auto sm:mx-auto sm:w-[calc(100vw-2rem)] sm:max-w-2xl sm:rounded-xl sm:border sm:border-line sm:shadow-2xl"
        >
          <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
          <PaletteSearch groups={entryGroups(views, role, actions)} closeAnd={closeAnd} />
          {/* Beside the search and not in it, where Enter would choose an entry. */}
          <Dialog.Close
            aria-label="Close"
            className="absolute top-2.5 right-2.5 grid size-8 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-4" />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
