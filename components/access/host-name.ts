"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Returns whether the browser opened this deployment by a host name: passkeys belong to names, not to IP addresses. */
export function useHasHostName(): boolean {
  return useSyncExternalStore(
    never,
    () => !/^[\d.]+$|^\[/.test(location.hostname),
    () => false,
  );
}
