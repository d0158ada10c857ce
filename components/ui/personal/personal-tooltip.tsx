"use client";

import { createContext, type ReactNode, useContext } from "react";

const Blur = createContext(false);

/** Provides whether personal text is blurred, for tooltips, which no style sheet reaches. */
export function BlurProvider({ isBlurred, children }: { isBlurred: boolean; children?: ReactNode }) {
  return <Blur value={isBlurred}>{children}</Blur>;
}

/** Returns the tooltip for a personal text that may be cut off; undefined while such texts are blurred. */
export function usePersonalTooltip(text: string): string | undefined {
  return useContext(Blur) ? undefined : text;
}
