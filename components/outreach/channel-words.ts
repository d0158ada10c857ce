import type { Channel } from "@/domain/case-act";

export const CHANNEL_WORDS: Record<Channel, string> = {
  email: "E-mail",
  chat: "Chat",
  phone: "Phone",
  social: "Social network",
  other: "Another way",
};
