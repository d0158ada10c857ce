"use client";

import { useSyncExternalStore } from "react";

/** The time zone that the days of a form are meant in: the one that they have, else the reader's. */
export function ZoneField({ zone }: { zone: string | null }) {
  const ofReader = useSyncExternalStore(
    () => () => {},
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
  return <input type="hidden" name="zone" value={zone ?? ofReader} />;
}
