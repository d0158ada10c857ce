"use client";

import clsx from "clsx";
import { formatAge, formatInstant } from "@/domain/duration";

/** An instant as its age, with the exact time in UTC and in the reader's own zone at hand. */
export function Moment({ at, now, className }: { at: number; now: number; className?: string }) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={formatInstant(at)}
      onPointerEnter={(event) => {
        event.currentTarget.title = `${formatInstant(at)}\n${formatLocal(at)} here`;
      }}
      className={clsx("whitespace-nowrap", className)}
    >
      {formatAge(at, now)}
    </time>
  );
}

function formatLocal(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" }).format(at);
}
