import type { ComponentProps } from "react";
import type { Phrase } from "@/domain/values/personal";

/**
 * Marks an element as personal (see `domain/values/personal.ts`): blur mode makes it unreadable, by one rule in `app/globals.css`. Put it on the text
 * itself, so that the focus ring of a link around it stays sharp. Personal text never goes into an attribute that a browser shows or reads out:
 * name a control with `namedBy`, and pass a tooltip through `usePersonalTooltip`.
 */
export const PERSONAL = { "data-personal": "", dir: "auto" } as const;

export function Personal(props: ComponentProps<"span">) {
  return <span {...PERSONAL} {...props} />;
}

/** Names a control by its own words, followed by the element that shows its subject: "Actions for", then "Jane Doe". */
export function namedBy(words: string, ownId: string, shownId: string) {
  return { id: ownId, "aria-label": words, "aria-labelledby": `${ownId} ${shownId}` };
}

/** Renders a sentence in which only the personal parts are marked. */
export function Phrased({ phrase }: { phrase: Phrase }) {
  return phrase.map((part, index) =>
    typeof part === "string" ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places
      <Personal key={index}>{part.personal}</Personal>
    ),
  );
}
