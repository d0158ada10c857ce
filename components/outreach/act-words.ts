import type { ActContent } from "@/domain/case-act";
import { formatInstant } from "@/domain/duration";
import { CHANNEL_WORDS } from "./channel-words";
import { DISMISS_WORDS } from "./dismiss-words";

type Team = readonly { readonly id: number; readonly name: string }[];

/** What someone did, after their name; and what they wrote beside. */
export function actWords(content: ActContent, team: Team): { readonly words: string; readonly note: string } {
  switch (content.kind) {
    case "assigned":
      return { words: assignedWords(content.to, team), note: "" };
    case "contacted": {
      const template = content.template ? ` with “${content.template}”` : "";
      return {
        words: `contacted them by ${CHANNEL_WORDS[content.channel].toLowerCase()}${template}`,
        note: content.note,
      };
    }
    case "snoozed": {
      const until = content.until === null ? "they open the link" : formatInstant(content.until);
      return { words: `snoozed it until ${until}`, note: content.note };
    }
    case "dismissed":
      return { words: `dismissed it: ${DISMISS_WORDS[content.reason].toLowerCase()}`, note: content.note };
    case "reopened":
      return { words: "reopened it", note: "" };
    case "accepted":
      return { words: "accepted the account", note: "" };
    case "noted":
      return { words: "wrote", note: content.note };
  }
}

function assignedWords(to: number | null, team: Team): string {
  if (to === null) return "assigned it to nobody";
  return `assigned it to ${team.find(({ id }) => id === to)?.name ?? "someone"}`;
}
