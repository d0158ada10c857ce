import clsx from "clsx";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

type LogPagerProps = {
  /** The range of these lines, as far as it is known. */
  readonly words: string;
  /** Paths; null if there is nothing further. */
  readonly newer: string | null;
  readonly older: string | null;
};

/** Links to newer and older lines of a log. */
export function LogPager({ words, newer, older }: LogPagerProps) {
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line px-4 py-2 text-ink-soft sm:px-6"
    >
      <p className="tabular-nums">{words}</p>
      <p className="flex gap-1">
        <Turn to={newer} rel="prev">
          <ChevronLeft aria-hidden className="size-4" /> Newer
        </Turn>
        <Turn to={older} rel="next">
          Older <ChevronRight aria-hidden className="size-4" />
        </Turn>
      </p>
    </nav>
  );
}

function Turn({ to, rel, children }: { to: string | null; rel: "prev" | "next"; children: ReactNode }) {
  const shape = "flex min-h-8 items-center gap-1 rounded-md px-2";
  if (to === null) return <span className={clsx(shape, "text-ink-faint")}>{children}</span>;
  return (
    <Link href={to} rel={rel} className={clsx(shape, "font-medium text-ink hover:bg-hover")}>
      {children}
    </Link>
  );
}
