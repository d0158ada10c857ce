import { X } from "lucide-react";
import { useEffect, useState } from "react";

const SAID_MS = 2_500;

type Said = { readonly words: string; readonly isFault: boolean } | null;

type Speech = {
  readonly said: Said;
  /** Shows words that are gone after a while. */
  readonly say: (words: string) => void;
  /** Shows what went wrong, until it is dismissed: nobody should have to read it in time. */
  readonly warn: (words: string) => void;
  readonly hush: () => void;
};

/** A toast at the top of the window, for actions that show no result of their own. */
export function BriefWords({ speech: { said, hush } }: { speech: Speech }) {
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-3 z-50 grid justify-center px-4">
      {said ? (
        <p className="flex items-center gap-2 rounded-md bg-ink px-3 py-2 text-canvas shadow-lg">
          {said.words}
          {said.isFault ? (
            <button type="button" onClick={hush} className="pointer-events-auto -mr-1 rounded p-1 hover:opacity-75">
              <X aria-hidden className="size-4" />
              <span className="sr-only">Dismiss</span>
            </button>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

export function useBriefWords(): Speech {
  const [said, setSaid] = useState<Said>(null);

  useEffect(() => {
    if (said === null || said.isFault) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);

  return {
    said,
    say: (words) => setSaid({ words, isFault: false }),
    warn: (words) => setSaid({ words, isFault: true }),
    hush: () => setSaid(null),
  };
}
