import { useRef } from "react";

/**
 * For dialogs without a trigger of Radix's, which otherwise leave the focus nowhere: it goes back to what had it. What
 * should happen then, such as opening another dialog, is `onClosed`.
 */
export function useFocusReturn(onClosed?: () => void) {
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
