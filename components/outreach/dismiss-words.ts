import type { DismissReason } from "@/domain/case-act";

export const DISMISS_WORDS: Record<DismissReason, string> = {
  left: "They have left us",
  no_answer: "No answer, again and again",
  duplicate: "Connected elsewhere",
  test: "A test account",
  other: "Another reason",
};
