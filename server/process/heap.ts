import { setFlagsFromString } from "node:v8";

/** By how much the heap may outgrow what was alive in it, before all of it is collected again. Of a hundred. */
const GROWTH_PERCENT = 50;

/**
 * Keeps the process small. On a machine with memory to spare the engine lets the heap grow to four times what is alive, mostly by what was
 * needed to draw pages; collecting sooner costs nothing that could be measured (docs/performance.md). Unlike a largest size, it is no
 * wall that a process with more to hold runs into. The engine reads the flag at each collection, so it may be set in a running process:
 * `GrowingFactor` in https://github.com/v8/v8/blob/main/src/heap/heap-controller.cc.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
