"use client";

import { LIVE_PATH } from "@/domain/values/query/paths";
import type { Revision } from "@/domain/values/revision";

type Listener = (revision: Revision) => void;

const listeners = new Set<Listener>();
let source: EventSource | null = null;
let latest: Revision | null = null;

/** Calls the listener with the store's revision, at once if it is known and whenever it changes, while the page is visible. */
export function followRevision(listener: Listener): () => void {
  listeners.add(listener);
  if (listeners.size === 1) begin();
  else if (latest) listener(latest);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) end();
  };
}

/** Opens one stream for the whole tab. Hidden tabs close theirs: a browser opens only six per host, and operators open many tabs. */
function connect(): void {
  source?.close();
  source = null;
  if (document.visibilityState === "hidden") return;
  source = new EventSource(LIVE_PATH);
  source.addEventListener("message", (event) => {
    const revision: Revision = JSON.parse(event.data);
    latest = revision;
    for (const tell of listeners) tell(revision);
  });
}

function begin(): void {
  connect();
  document.addEventListener("visibilitychange", connect);
}

function end(): void {
  document.removeEventListener("visibilitychange", connect);
  source?.close();
  source = null;
  latest = null;
}
