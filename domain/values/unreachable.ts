/** Marks a branch that the types rule out. Throws if they were wrong. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
