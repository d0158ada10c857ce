"use client";

import clsx from "clsx";
import { formatAge, formatInstant } from "@/domain/duration";
import { useNow } from "./clock";
import { Hint } from "./hint";

/** An instant as its age, with the exact time in UTC and in the reader's own zone at hand. */
export function Moment({ at, now, className }: { at: number; now: number; className?: string }) {
  const present = useNow(now);
  return (
    <Hint words={<ExactTimes at={at} />}>
      <time dateTime={new Date(at).toISOString()} className={clsx("whitespace-nowrap", className)}>
        {formatAge(at, present)}
      </time>
    </Hint>
  );
}

/** Only ever drawn in the browser, since the server does not know the reader's time zone. */
function ExactTimes({ at }: { at: number }) {
  const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" }).format(at);
  return (
    <>
      {formatInstant(at)}
      <br />
      {local}
    </>
  );
}
