"use client";

import { useEffect, useState } from "react";
import { presencePath } from "@/domain/values/query/paths";

const BEAT_MS = 10_000;

/** Shows who else has this case open, polled at intervals. */
export function Presence({ id }: { id: string }) {
  const [others, setOthers] = useState<readonly string[]>([]);

  useEffect(() => {
    let isHere = true;
    const beat = async () => {
      if (document.visibilityState === "hidden") return;
      const found = await askWhoIsHere(id);
      if (isHere) setOthers(found);
    };
    void beat();
    const timer = setInterval(beat, BEAT_MS);
    return () => {
      isHere = false;
      clearInterval(timer);
    };
  }, [id]);

  return (
    <span role="status" className="text-wait empty:hidden">
      {others.length > 0 ? `${others.join(", ")} ${others.length === 1 ? "is" : "are"} here too` : ""}
    </span>
  );
}

async function askWhoIsHere(id: string): Promise<readonly string[]> {
  try {
    const response = await fetch(presencePath(id));
    if (!response.ok) return [];
    const { others }: { others: string[] } = await response.json();
    return others;
  } catch {
    return [];
  }
}
