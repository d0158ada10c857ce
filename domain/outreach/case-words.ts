import type { Channel, DismissReason } from "./case-act";

export const CHANNEL_WORDS: Record<Channel, string> = {
  email: "E-mail",
  chat: "Chat",
  phone: "Phone",
  social: "Social network",
  other: "Another way",
};

export const DISMISS_WORDS: Record<DismissReason, string> = {
  left: "They have left us",
  no_answer: "No answer, again and again",
  duplicate: "Connected elsewhere",
  test: "A test account",
  other: "Another reason",
};
