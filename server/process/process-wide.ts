declare global {
  var relink: Map<string, object> | undefined;
}

/**
 * Returns the one value that this process keeps under a name; the first call makes it. A variable of a module would not be one per process:
 * Next instantiates a module once for instrumentation, once for routes and once for pages.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  globalThis.relink ??= new Map();
  const kept = globalThis.relink.get(name) ?? make();
  globalThis.relink.set(name, kept);
  // Safe: each name is used by one module alone.
  return kept as T;
}
