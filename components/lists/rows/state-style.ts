import type { IconName } from "@/components/ui/icon";
import { ofauthTroubleIn } from "@/domain/outreach/ofauth-trouble";
import type { OutreachState } from "@/domain/outreach/outreach";
import { ANOTHER_CONNECTION, type LinkProgress } from "@/domain/outreach/reconnect-step";
import { OFAUTH_TROUBLE_WORDS } from "./ofauth-words";

type StateStyle = { readonly word: string; readonly icon: IconName; readonly tone: string; readonly meaning: string };

/** The icon, word and colour of each state of a case, and what it means. */
export const STATE_STYLES: Record<OutreachState, StateStyle> = {
  to_contact: {
    word: "To contact",
    icon: "expired",
    tone: "bg-warn-soft text-warn",
    meaning: "Expired, and nobody has contacted the user since.",
  },
  due: {
    word: "Due",
    icon: "snoozed",
    tone: "bg-bad-soft text-bad",
    meaning: "It was snoozed, and the time has come.",
  },
  waiting: {
    word: "Waiting",
    icon: "contacted",
    tone: "bg-wait-soft text-wait",
    meaning: "The user was contacted, and has not come back yet.",
  },
  snoozed: {
    word: "Snoozed",
    icon: "snoozed",
    tone: "bg-gone-soft text-gone",
    meaning: "Snoozed until a time, or until the user opens the link.",
  },
  held: {
    word: "Held back",
    icon: "held",
    tone: "bg-gone-soft text-gone",
    meaning: "One of many that expired at once. Somebody has to decide about those first.",
  },
  blocked: {
    word: "Do not contact",
    icon: "blocked",
    tone: "bg-bad-soft text-bad",
    meaning: "The user must not be contacted.",
  },
  reconnected: {
    word: "Reconnected",
    icon: "active",
    tone: "bg-ok-soft text-ok",
    meaning: "It is active again, or a new connection of the same account is.",
  },
  disconnected: {
    word: "Gone",
    icon: "disconnected",
    tone: "bg-gone-soft text-gone",
    meaning: "Disconnected for good: the user needs a new connection.",
  },
  dismissed: {
    word: "Dismissed",
    icon: "done",
    tone: "bg-gone-soft text-gone",
    meaning: "Someone decided that there's nothing to do.",
  },
};

export const LINK_WORDS: Record<LinkProgress, string> = {
  handed_out: "Link handed out",
  opened: "Opened the link",
  started: "Started to reconnect",
  gave_up: "Gave up",
  failed: "Failed",
  finished: "Finished",
};

/** Describes where users give up, by OFAuth's names of its steps (https://docs.ofauth.com/guides/link). */
const STEP_WORDS: Readonly<Record<string, string>> = {
  "pre-login": "before signing in",
  authorization: "at the permissions",
  login: "at the sign-in",
  "2fa": "at 2FA",
};

const CODE_WORDS: Readonly<Record<string, string>> = {
  session_expired: "the session ran out",
  invalid_credentials: "wrong password",
  account_locked: "the account is locked",
  "2fa_failed": "wrong 2FA code",
};

/** Describes a link's progress: "Gave up at 2FA", "Failed: wrong password". Unknown details are shown as they came. */
export function linkWords({ progress, detail }: { readonly progress: LinkProgress; readonly detail: string }): string {
  const word = LINK_WORDS[progress];
  if (detail === "") return word;
  if (progress === "gave_up") return `${word} ${STEP_WORDS[detail] ?? `at ${detail}`}`;
  if (detail === ANOTHER_CONNECTION) return "Came back with another connection";
  return progress === "failed" ? `${word}: ${failureWords(detail)}` : word;
}

function failureWords(detail: string): string {
  const trouble = ofauthTroubleIn(detail);
  if (trouble === null) return CODE_WORDS[detail] ?? detail;
  const { short } = OFAUTH_TROUBLE_WORDS[trouble];
  return trouble === "other" ? `${short} (${detail.replace(/^ofauth_/, "")})` : short;
}
