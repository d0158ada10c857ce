import clsx from "clsx";
import { CircleCheck, CircleX } from "lucide-react";
import type { Diagnosis } from "@/domain/intake/diagnosis";
import { findingWords } from "./diagnosis-words";

/** Shows the doctor's findings with their remedies, and the secrets that were tried. */
export function DiagnosisView({ diagnosis }: { diagnosis: Diagnosis }) {
  const { findings, tried, matched } = diagnosis;
  return (
    <div className="grid grid-cols-1 gap-2">
      <ul className="grid grid-cols-1 gap-2">
        {findings.map((finding) => {
          const { title, advice } = findingWords(finding);
          const isWell = finding.kind === "fits";
          const Icon = isWell ? CircleCheck : CircleX;
          return (
            <li
              key={finding.kind + title}
              className={clsx(
                "grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-1 rounded-lg border px-4 py-3",
                isWell ? "border-ok/30 bg-ok-soft" : "border-bad/30 bg-bad-soft",
              )}
            >
              <Icon aria-hidden className={clsx("mt-0.5 size-4", isWell ? "text-ok" : "text-bad")} />
              <p className={clsx("font-medium break-words", isWell ? "text-ok" : "text-bad")}>{title}</p>
              <p className="col-start-2 text-ink-soft">{advice}</p>
            </li>
          );
        })}
      </ul>
      {tried.length > 0 ? (
        <p className="text-xs text-ink-soft">
          {matched ? (
            <>
              Fits the secret with fingerprint <code className="font-mono">{matched}</code>.
            </>
          ) : (
            <>
              Tried {tried.length === 1 ? "the secret" : "the secrets"} with fingerprint{" "}
              <code className="font-mono">{tried.join(", ")}</code>.
            </>
          )}
        </p>
      ) : null}
    </div>
  );
}
