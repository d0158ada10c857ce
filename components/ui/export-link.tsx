import { Download } from "lucide-react";

/** Downloads a list as CSV. A plain anchor, since it leads to a file and not to a page. */
export function ExportLink({ href }: { href: string }) {
  return (
    <a
      href={href}
      className="ml-auto inline-flex min-h-9 items-center gap-1.5 rounded-md border border-line-strong/50 bg-surface px-3 font-medium hover:bg-hover"
    >
      <Download aria-hidden className="size-4" /> Export CSV
    </a>
  );
}
