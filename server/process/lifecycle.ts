import { EventEmitter } from "node:events";
import { processWide } from "./process-wide";

const lifecycle = () =>
  processWide("lifecycle", () => ({ isStopping: false, signal: new EventEmitter().setMaxListeners(0) }));

/** Whether the process was told to end: what is under way finishes, nothing new begins. */
export function isStopping(): boolean {
  return lifecycle().isStopping;
}

export function beginStopping(): void {
  lifecycle().isStopping = true;
  lifecycle().signal.emit("stop");
}

/** Calls back when the process is told to end, or in a moment if it was. Returns how to stop listening. */
export function onStopping(callback: () => void): () => void {
  const { signal, isStopping } = lifecycle();
  signal.once("stop", callback);
  if (isStopping) queueMicrotask(() => signal.emit("stop"));
  return () => signal.off("stop", callback);
}
