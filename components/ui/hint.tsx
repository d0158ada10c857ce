"use client";

import { Popover } from "radix-ui";
import type { ReactNode, RefObject } from "react";

/** A few words beside an element, for as long as this is drawn. Takes no focus. */
export function OpenHint({ beside, words }: { beside: RefObject<HTMLElement | null>; words: ReactNode }) {
  return (
    <Popover.Root open>
      <Popover.Anchor virtualRef={beside} />
      <Popover.Portal>
        <Popover.Content
          role="tooltip"
          side="top"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          className="pointer-events-none z-50 max-w-xs rounded-md bg-ink px-2.5 py-1.5 text-xs text-canvas shadow-lg"
        >
          {words}
          <Popover.Arrow className="fill-ink" />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
