import type { ComposedMessage } from "@/domain/outreach/reply";
import { countMissing } from "@/domain/outreach/sendable";
import { FirstNames } from "./first-names";
import { LEFT_OUT_WORDS } from "./objection-words";

const KINDS = ["closed", "blocked", "cooling"] as const;

type ComposedSummaryProps = {
  readonly messages: readonly ComposedMessage[];
  /** The messages that are copied at once. */
  readonly wanted: readonly ComposedMessage[];
};

/** Summarises several messages: what those out of view lack, and who is left out. */
export function ComposedSummary({ messages, wanted }: ComposedSummaryProps) {
  const missing = [...countMissing(wanted)];
  const leftOut = KINDS.map((kind) => [kind, messages.filter((one) => one.objection?.kind === kind)] as const);
  if (missing.length === 0 && wanted.length === messages.length) return null;
  return (
    <ul className="grid gap-1 text-warn">
      {missing.map(([name, count]) => (
        <li key={name}>
          {count} of {wanted.length} lack {`{${name}}`}.
        </li>
      ))}
      {leftOut.map(([kind, some]) =>
        some.length > 0 ? (
          <li key={kind}>
            {some.length} left out, {LEFT_OUT_WORDS[kind]}:{" "}
            <FirstNames names={some.map(({ title }) => title)} count={some.length} />.
          </li>
        ) : null,
      )}
    </ul>
  );
}
