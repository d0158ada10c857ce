"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { DIALOG_CENTERED, DIALOG_CONTENT, DIALOG_OVERLAY } from "./dialog-style";

type DialogProps = {
  readonly isOpen?: boolean;
  readonly onClose: () => void;
  /** Runs once the dialog is gone and the focus is back, such as to open another dialog. */
  readonly onClosed?: () => void;
  readonly isCentered?: boolean;
  readonly className?: string;
  readonly overlayClassName?: string;
  readonly children: ReactNode;
};

/** A modal dialog that is opened by state, not by a trigger. Name it with a `DialogTitle`. */
export function Dialog(props: DialogProps) {
  const { isOpen = true, onClose, onClosed, isCentered = true, className, overlayClassName, children } = props;
  const focusReturn = useFocusReturn(onClosed);
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={onClose}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={clsx(DIALOG_OVERLAY, overlayClassName)} />
        <RadixDialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className={clsx(DIALOG_CONTENT, "flex flex-col", isCentered && DIALOG_CENTERED, className)}
        >
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

export const DialogTitle = RadixDialog.Title;

/** A dialog's first row: its title, and the button that closes it. */
export function DialogHeader({ children }: { children: ReactNode }) {
  return <div className="flex items-center justify-between gap-4 border-b border-line py-3 pr-3 pl-5">{children}</div>;
}

/** The part of a dialog that scrolls. */
export function DialogBody({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div className={clsx("grid grid-cols-1 overflow-y-auto overscroll-contain px-5 py-4", className)}>{children}</div>
  );
}

export function DialogClose({ className }: { className: string }) {
  return (
    <RadixDialog.Close aria-label="Close" className={className}>
      <X aria-hidden className="size-4" />
    </RadixDialog.Close>
  );
}

/** Returns the focus to the element that had it. Radix does so only for a trigger of its own, and otherwise leaves it nowhere. */
function useFocusReturn(onClosed?: () => void) {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (before.current instanceof HTMLElement) before.current.focus();
      onClosed?.();
    },
  };
}
