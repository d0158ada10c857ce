import clsx from "clsx";
import { Phrased } from "@/components/ui/personal/personal";
import type { Phrase } from "@/domain/values/personal";
import type { QueryProblem } from "@/domain/values/query/query-problems";

/** Lists the parts of an address that could not be read, so that nobody takes the list for what they requested. */
export function QueryProblems({
  problems,
  className,
}: {
  readonly problems: readonly QueryProblem[];
  readonly className?: string;
}) {
  if (problems.length === 0) return null;
  return (
    <div role="status" className={clsx("w-fit rounded-md bg-warn-soft px-3 py-1.5 text-warn", className)}>
      <p className="font-medium">Parts of this address could not be read and are ignored:</p>
      <ul className="list-disc pl-5">
        {problems.map(({ parameter, message }) => (
          <li key={`${parameter} ${message}`} className="break-words">
            <Phrased phrase={phraseOf(message)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Marks a message's quotation as personal: it is from the address, where someone may have typed a name. */
function phraseOf(message: string): Phrase {
  const [, before = "", quoted = "", after = ""] = /^([^“]*)(“.*”)?(.*)$/s.exec(message) ?? [];
  return quoted === "" ? [message] : [before, { personal: quoted }, after];
}
