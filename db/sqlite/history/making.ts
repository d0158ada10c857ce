/**
 * How a state came about: by a step, one event after all others; by folding its history again; or by a rebuild, which mends the
 * connection's own cases itself.
 */
export type Making = "step" | "fold" | "rebuild";
