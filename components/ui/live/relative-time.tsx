"use client";

import clsx from "clsx";
import { useEffect, useRef, useState } from "react";
import { useLazyComponent } from "@/components/ui/lazy/use-lazy-component";
import { formatAge, formatInstant } from "@/domain/values/duration";
import { useNow } from "./use-now";

/** How long the pointer rests on a time before its tooltip opens. */
const TOOLTIP_DELAY_MS = 250;

const importTooltip = async () => (await import("@/components/ui/feedback/tooltip")).Tooltip;

type RelativeTimeProps = { readonly at: number; readonly now: number; readonly className?: string };

/**
 * Shows an instant as its age, and in a tooltip the exact time, in UTC and in the reader's own zone. The tooltip is created on hover: a page
 * has a hundred of them, and people look at a few.
 */
export function RelativeTime({ at, now, className }: RelativeTimeProps) {
  const [isTooltipOpen, setIsTooltipOpen] = useState(false);
  const { Component: Tooltip, load } = useLazyComponent(importTooltip);
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
            setIsTooltipOpen(true);
            void load();
          }, TOOLTIP_DELAY_MS);
        }}
        onPointerLeave={() => {
          clearTimeout(timer.current);
          setIsTooltipOpen(false);
        }}
      >
        {formatAge(at, present)}
      </time>
      {isTooltipOpen && Tooltip ? (
        <Tooltip anchor={time}>
          <ExactTimes at={at} />
        </Tooltip>
      ) : null}
    </>
  );
}

/** Rendered in the browser only, since the server does not know the reader's time zone. */
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
