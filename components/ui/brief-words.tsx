import { useEffect, useState } from "react";

const SAID_MS = 2_500;

/** Words at the top of the window that are gone after a while: what became of something that shows nothing itself. */
export function BriefWords({ said }: { said: string | null }) {
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-3 z-50 grid justify-center px-4">
      {said ? <p className="rounded-md bg-ink px-3 py-2 text-canvas shadow-lg">{said}</p> : null}
    </div>
  );
}

export function useBriefWords(): [string | null, (words: string) => void] {
  const [said, say] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => say(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, say];
}
