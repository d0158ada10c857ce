"use client";

import clsx from "clsx";
import { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";

type NavLinkProps = {
  readonly href: string;
  /** Prefixes of other paths that belong to this place. */
  readonly alsoFor?: readonly string[];
  readonly icon: IconName;
  readonly children: ReactNode;
};

/** A link of the main navigation; marks the current page and, while it loads, the next one. */
export function NavLink({ href, alsoFor = [], icon, children }: NavLinkProps) {
  const pathname = usePathname();
  const isCurrent = [href, ...alsoFor].some((place) => pathname.startsWith(place));
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={clsx(
        "flex min-h-8 shrink-0 items-center gap-2.5 rounded-md px-2.5 font-medium transition-colors",
        isCurrent ? "bg-surface text-ink shadow-xs ring-1 ring-line" : "text-ink-soft hover:bg-hover hover:text-ink",
      )}
    >
      <Icon name={icon} className={clsx("size-4", isCurrent && "text-accent")} />
      {children}
      <Pending />
    </Link>
  );
}

function Pending() {
  const { pending } = useLinkStatus();
  return pending ? <span aria-hidden className="ml-auto size-1.5 animate-breathe rounded-full bg-accent" /> : null;
}
