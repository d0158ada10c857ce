import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "./link";

type TabLinkProps = { readonly href: string; readonly isCurrent: boolean; readonly children: ReactNode };

/** A tab that is a page of its own. */
export function TabLink({ href, isCurrent, children }: TabLinkProps) {
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
