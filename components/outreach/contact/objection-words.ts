import { STATE_STYLES } from "@/components/lists/rows/state-style";
import type { Objection } from "@/domain/outreach/reply";
import { formatAge } from "@/domain/values/duration";
import type { Phrase } from "@/domain/values/personal";

/** Describes the objection to writing to a user, with who raised it and when. */
export function objectionPhrase(objection: Objection, now: number): Phrase {
  switch (objection.kind) {
    case "closed": {
      const { word, meaning } = STATE_STYLES[objection.state];
      return [`${word}. ${meaning}`];
    }
    case "blocked":
      return ["Do not contact: ", { personal: objection.reason }, ` (${objection.by})`];
    case "cooling":
      return [`${objection.by} contacted the user ${formatAge(objection.at, now)}, which is not long ago.`];
    case "held":
      return [`Held back. ${STATE_STYLES.held.meaning}`];
  }
}

/** Describes why several users were left out. */
export const LEFT_OUT_WORDS: Record<Objection["kind"], string> = {
  closed: "closed already",
  blocked: "not to be contacted",
  cooling: "contacted not long ago",
  held: "held back",
};
