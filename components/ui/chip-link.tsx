import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "./link";

type ChipLinkProps = { readonly href: string; readonly isCurrent: boolean; readonly children: ReactNode };

/** Selects or deselects one value, and keeps the scroll position. */
export function ChipLink({ href, isCurrent, children }: ChipLinkProps) {
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
