import clsx from "clsx";
import type { QueryProblem } from "@/domain/query-problems";

/** Names the parts of an address that could not be read, so that nobody mistakes the list for what they asked for. */
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
      <p className="font-medium">Parts of this address could not be read, so the list ignores them:</p>
      <ul className="list-disc pl-5">
        {problems.map(({ parameter, message }) => (
          <li key={`${parameter} ${message}`} dir="auto" className="break-words">
            {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
