import { linkWords } from "@/components/lists/rows/state-style";
import type { ActStep } from "@/domain/lists/timeline";
import type { ActContent } from "@/domain/outreach/case-act";
import { CHANNEL_WORDS, DISMISS_WORDS } from "@/domain/outreach/case-words";
import { ANOTHER_CONNECTION, type LinkStep } from "@/domain/outreach/reconnect-step";
import { formatInstant } from "@/domain/values/duration";

type Team = readonly { readonly id: number; readonly name: string }[];

/** A person of the team; acts record their e-mail address. */
export type Teammate = { readonly id: number; readonly name: string; readonly email: string };

type Words = { readonly words: string; readonly note: string };

/** Describes an act on a timeline in a sentence, with its note. */
export function stepWords({ personName, content }: ActStep, team: readonly Teammate[]): Words {
  const who = team.find(({ email }) => email === personName)?.name || personName;
  const said = contentWords(content, team);
  // A user's own steps with the link begin with no name.
  return who === null ? said : { ...said, words: `${who} ${said.words}` };
}

function contentWords(content: ActStep["content"], team: Team): Words {
  switch (content.kind) {
    case "link":
      return { words: linkStepWords(content), note: "" };
    case "link_revoked":
      return { words: "revoked the reconnect link", note: "" };
    case "blocked":
      return { words: "marked the user as do not contact", note: content.reason };
    case "unblocked":
      return { words: "allowed contacts again", note: "" };
    case "undone":
      return { words: `took back “${actWords(content.act, team).words}”`, note: "" };
    default:
      return actWords(content, team);
  }
}

/** Describes what someone did, as it reads after their name, and the note that they wrote. */
export function actWords(content: ActContent, team: Team): Words {
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

function linkStepWords(step: Pick<LinkStep, "progress" | "detail" | "connectionId">): string {
  if (step.progress === "handed_out") return "handed out a reconnect link";
  return step.detail === ANOTHER_CONNECTION ? `${linkWords(step)} (${step.connectionId})` : linkWords(step);
}
