import { CHANNEL_WORDS } from "@/domain/outreach/case-words";
import type { Figure, LastChannel } from "@/domain/outreach/outreach-results";
import type { ResultsSearch } from "@/domain/outreach/results-search";
import { formatDuration } from "@/domain/values/duration";

/** What each figure is called, and what it means. */
export const FIGURE_WORDS: Record<Figure, { readonly word: string; readonly meaning: string }> = {
  opened: { word: "All cases", meaning: "Every case that opened in this time, whatever its outcome." },
  in_flight: { word: "In flight", meaning: "Neither back, nor gone, nor dismissed. They are in no rate." },
  reconnected: {
    word: "Reconnected",
    meaning:
      "Active again with the account they had, or with another one that someone accepted; or a new connection of the same account.",
  },
  another_account: {
    word: "Back as another account",
    meaning: "Active again, but with another account that nobody has accepted. Not counted as recovered.",
  },
  disconnected: { word: "Gone", meaning: "Disconnected for good before they came back." },
  dismissed: {
    word: "Dismissed",
    meaning: "Someone decided that there's nothing to do, and they did not come back.",
  },
  relapsed: { word: "Relapsed", meaning: "Expired again within 14 days after they had come back." },
  closed: {
    word: "Recovery rate",
    meaning:
      "Reconnected, of all cases that closed: reconnected, gone, dismissed, or back as another account. Cases in flight don't count.",
  },
  contacted: {
    word: "Recovery with a contact",
    meaning: "The same, of cases in which the user was contacted before it closed.",
  },
  uncontacted: {
    word: "Recovery without a contact",
    meaning: "The same, of cases in which nobody had contacted the user before it closed.",
  },
  away: { word: "Away for longer", meaning: "Away for longer than that, whatever happened next." },
};

/** How the user was contacted last. */
export const LAST_CHANNEL_WORDS: Record<LastChannel, string> = { ...CHANNEL_WORDS, none: "No contact" };

const HOUR_MS = 3_600_000;
const RATED: Partial<Record<Figure, string>> = {
  closed: "Closed cases",
  contacted: "Closed, with a contact",
  uncontacted: "Closed, without a contact",
};

/** Names the cases behind a figure. Their filters are shown separately. */
export function casesWords({ show, after }: ResultsSearch): string {
  if (show === "") return "";
  if (show === "away") return `Away for longer than ${formatDuration(after * HOUR_MS, 1)}`;
  return RATED[show] ?? FIGURE_WORDS[show].word;
}
