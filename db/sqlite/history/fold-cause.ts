/**
 * How a state was computed: by a step, one event after all others; by folding its history again; or by a rebuild, which corrects
 * the connection's own cases itself.
 */
export type FoldCause = "step" | "fold" | "rebuild";
