import { EventEmitter } from "node:events";
import { processWide } from "./process-wide";

const lifecycle = () =>
  processWide("lifecycle", () => ({ isStopping: false, signal: new EventEmitter().setMaxListeners(0) }));

/** Returns true once the process is stopping: work under way finishes, nothing new begins. */
export function isStopping(): boolean {
  return lifecycle().isStopping;
}

export function beginStopping(): void {
  lifecycle().isStopping = true;
  lifecycle().signal.emit("stop");
}

/** Calls back when the process stops, or in a microtask if it is stopping already. Returns how to unsubscribe. */
export function onStopping(callback: () => void): () => void {
  const { signal, isStopping } = lifecycle();
  signal.once("stop", callback);
  if (isStopping) queueMicrotask(() => signal.emit("stop"));
  return () => signal.off("stop", callback);
}
