import { ArrowLeft } from "lucide-react";
import Link from "next/link";

/** The way back up to the table. */
export function BackLink() {
  return (
    <Link href="/connections" className="flex w-fit items-center gap-1.5 rounded text-ink-soft hover:text-ink">
      <ArrowLeft aria-hidden className="size-4" />
      Connections
    </Link>
  );
}
