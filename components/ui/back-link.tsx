"use client";

import { ArrowLeft } from "lucide-react";
import { useSyncExternalStore } from "react";
import { connectionsPath } from "@/domain/values/query/paths";
import { lastList } from "./last-list";
import { Link } from "./link";

/** Links back to the list, as it was left. */
export function BackLink() {
  const href = useSyncExternalStore(
    () => () => {},
    () => lastList() ?? connectionsPath(),
    () => connectionsPath(),
  );
  return (
    <Link href={href} className="flex w-fit items-center gap-1.5 rounded text-ink-soft hover:text-ink">
      <ArrowLeft aria-hidden className="size-4" />
      Connections
    </Link>
  );
}
