/** Marks a branch that the types rule out; stops the program where they were wrong. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
