"use client";

import { createContext, type ReactNode, useContext } from "react";

const Blur = createContext(false);

/** Knows whether personal text is blurred, for tooltips, which no style sheet reaches. */
export function BlurProvider({ isBlurred, children }: { isBlurred: boolean; children?: ReactNode }) {
  return <Blur value={isBlurred}>{children}</Blur>;
}

/** The tooltip for a personal text that may be cut off. None while such texts are blurred. */
export function usePersonalTooltip(text: string): string | undefined {
  return useContext(Blur) ? undefined : text;
}
