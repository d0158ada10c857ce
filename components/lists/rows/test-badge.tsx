import { FlaskConical } from "lucide-react";

/** Marks a connection that only tests the endpoint. */
export function TestBadge() {
  return (
    <span
      title="Sent from the settings: no account of anybody's"
      className="flex w-fit items-center gap-1 rounded-full bg-accent-soft px-2 py-0.5 text-xs font-medium whitespace-nowrap text-accent"
    >
      <FlaskConical aria-hidden className="size-3" /> Test
    </span>
  );
}
