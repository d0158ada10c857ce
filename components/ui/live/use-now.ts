"use client";

import { useRef, useSyncExternalStore } from "react";

const TICK_MS = 15_000;

let ticks = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** Returns the current instant for ages that grow on screen: the server's when it rendered the page, plus the time since. */
export function useNow(drawnAt: number): number {
  const tick = useSyncExternalStore(subscribe, readTicks, () => 0);
  const since = useRef({ drawnAt, tick });
  if (since.current.drawnAt !== drawnAt) since.current = { drawnAt, tick };
  return drawnAt + (tick - since.current.tick) * TICK_MS;
}

/** Shares one timer among all ages of a page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    ticks += 1;
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function readTicks(): number {
  return ticks;
}
