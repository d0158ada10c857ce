import { Link } from "@/components/ui/link";

/** Leads to the whole list. */
export function ClearLink({ href }: { href: string }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-9 items-center rounded-md px-3 text-ink-soft hover:bg-hover hover:text-ink"
    >
      Clear
    </Link>
  );
}
