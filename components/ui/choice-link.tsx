import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "./link";

type ChoiceLinkProps = { readonly href: string; readonly isCurrent: boolean; readonly children: ReactNode };

/** One of a few lists beside each other, of which one is shown. */
export function TabLink({ href, isCurrent, children }: ChoiceLinkProps) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={clsx(
        "flex min-h-9 shrink-0 items-center border-b-2 px-2.5 whitespace-nowrap -outline-offset-2",
        isCurrent ? "border-accent font-medium text-ink" : "border-transparent text-ink-soft hover:text-ink",
      )}
    >
      {children}
    </Link>
  );
}

/** A value that is chosen or let go of, where one reads on. */
export function ChipLink({ href, isCurrent, children }: ChoiceLinkProps) {
  return (
    <Link
      href={href}
      scroll={false}
      aria-current={isCurrent ? "true" : undefined}
      className={clsx(
        "min-h-7 rounded-full border px-2.5 text-xs leading-6.5",
        isCurrent ? "border-accent/40 bg-accent-soft font-medium text-accent" : "border-line hover:bg-hover",
      )}
    >
      {children}
    </Link>
  );
}
