"use client";

import clsx from "clsx";
import { useEffect, useRef, useState } from "react";
import { formatAge, formatInstant } from "@/domain/values/duration";
import { useNow } from "./clock";
import { useFetched } from "./fetched";

/** How long one points at something before its hint comes. */
const HINT_DELAY_MS = 250;

const importHint = async () => (await import("./hint")).OpenHint;

type MomentProps = { readonly at: number; readonly now: number; readonly className?: string };

/**
 * An instant as its age, with the exact time in UTC and in the reader's own zone at hand. The hint is made when it is pointed
 * at: a page has a hundred of them, of which nobody looks at more than a few.
 */
export function Moment({ at, now, className }: MomentProps) {
  const [isHinted, setIsHinted] = useState(false);
  const { Component: OpenHint, load } = useFetched(importHint);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const present = useNow(now);
  const time = useRef<HTMLTimeElement>(null);
  return (
    <>
      <time
        ref={time}
        dateTime={new Date(at).toISOString()}
        className={clsx("whitespace-nowrap", className)}
        onPointerEnter={() => {
          timer.current = setTimeout(() => {
            setIsHinted(true);
            void load();
          }, HINT_DELAY_MS);
        }}
        onPointerLeave={() => {
          clearTimeout(timer.current);
          setIsHinted(false);
        }}
      >
        {formatAge(at, present)}
      </time>
      {isHinted && OpenHint ? <OpenHint beside={time} words={<ExactTimes at={at} />} /> : null}
    </>
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
