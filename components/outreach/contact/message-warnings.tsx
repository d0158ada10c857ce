import { OFAUTH_TROUBLE_WORDS } from "@/components/lists/rows/ofauth-words";
import { Phrased } from "@/components/ui/personal/personal";
import type { Composed, ComposedMessage } from "@/domain/outreach/reply";
import { VARIABLES } from "@/domain/outreach/template";
import type { Phrase } from "@/domain/values/personal";
import { objectionPhrase } from "./objection-words";

/** Warns of objections to a message, and of flaws in it. */
export function MessageWarnings({ message, composed }: { message: ComposedMessage; composed: Composed }) {
  const { isKeyMissing, linkTrouble } = composed;
  const { objection, missing, unknown, link } = message;
  const warnings: Phrase[] = [
    ...(objection ? [objectionPhrase(objection, Date.now())] : []),
    ...missing.map((name) => [`Not known here: ${VARIABLES[name]} ({${name}}).`]),
    ...unknown.map((place) => [{ personal: place }, " isn't a placeholder, so it stays as it is."]),
    ...(link && isKeyMissing
      ? [["The link says “not yet” until OFAUTH_API_KEY is set: only then users can reconnect with it."]]
      : []),
    ...(link && linkTrouble
      ? [[`The link doesn't work at the moment. ${OFAUTH_TROUBLE_WORDS[linkTrouble].sentence}`]]
      : []),
  ];
  if (warnings.length === 0) return null;
  return (
    <ul className="grid gap-1 rounded-md border border-warn/30 bg-warn-soft px-3 py-2 text-warn">
      {warnings.map((one) => (
        <li key={JSON.stringify(one)}>
          <Phrased phrase={one} />
        </li>
      ))}
    </ul>
  );
}
