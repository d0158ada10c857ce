"use client";

import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";

const DELAY_MS = 250;

/** Around everything that has hints, so that moving from one to the next does not wait again. */
export function HintProvider({ children }: { children: ReactNode }) {
  return <Tooltip.Provider delayDuration={DELAY_MS}>{children}</Tooltip.Provider>;
}

/** A few words beside an element while it is pointed at or has the focus. */
export function Hint({ words, children }: { words: ReactNode; children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-xs rounded-md bg-ink px-2.5 py-1.5 text-xs whitespace-pre-line text-canvas shadow-lg"
        >
          {words}
          <Tooltip.Arrow className="fill-ink" />
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
