"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether this deployment is open in the browser by a name: browsers keep passkeys for names, not for numbers. */
export function useHasHostName(): boolean {
  return useSyncExternalStore(
    never,
    () => !/^[\d.]+$|^\[/.test(location.hostname),
    () => false,
  );
}
