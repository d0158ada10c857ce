"use client";

import { Popover } from "radix-ui";
import type { ReactNode, RefObject } from "react";

/** Shows a tooltip above its anchor for as long as it is rendered. Takes no focus. */
export function Tooltip({ anchor, children }: { anchor: RefObject<HTMLElement | null>; children: ReactNode }) {
  return (
    <Popover.Root open>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          role="tooltip"
          side="top"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          className="pointer-events-none z-50 max-w-xs rounded-md bg-ink px-2.5 py-1.5 text-xs text-canvas shadow-lg"
        >
          {children}
          <Popover.Arrow className="fill-ink" />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
