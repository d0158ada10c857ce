declare global {
  var relink: Map<string, object> | undefined;
}

/**
 * Returns this process's one value of that name; the first call makes it. A module variable wouldn't be unique: Next instantiates
 * a module once for instrumentation, once for routes and once for pages.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  globalThis.relink ??= new Map();
  const kept = globalThis.relink.get(name) ?? make();
  globalThis.relink.set(name, kept);
  // Safe: each name is used by one module alone.
  return kept as T;
}
