import { Link2 } from "lucide-react";
import { CopyButton } from "@/components/ui/form/copy-button";

/** Shows a one-time link once, for the person who created it to pass on. */
export function MadeLink({ path, origin, words }: { path: string; origin: string; words: string }) {
  const address = `${origin}${path}`;
  return (
    <div role="status" className="grid gap-1.5 rounded-lg border border-ok/30 bg-ok-soft px-4 py-3">
      <p className="flex items-center gap-2 font-medium text-ok">
        <Link2 aria-hidden className="size-4" /> {words}
      </p>
      <p className="flex items-center gap-1">
        <code className="min-w-0 font-mono text-xs break-all">{address}</code>
        <CopyButton text={address} label="Copy the link" />
      </p>
    </div>
  );
}
