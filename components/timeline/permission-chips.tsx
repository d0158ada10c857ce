import clsx from "clsx";
import { Minus, Plus } from "lucide-react";
import { sortPermissions } from "@/domain/connection/permissions";

const TONES = {
  gained: { tone: "bg-ok-soft text-ok", icon: Plus, word: "gained" },
  lost: { tone: "bg-bad-soft text-bad", icon: Minus, word: "lost" },
};

/** Shows permissions as chips; gained and lost ones are marked by word, sign and colour. */
export function PermissionChips({
  permissions,
  change,
}: {
  permissions: readonly string[];
  change?: "gained" | "lost";
}) {
  return (
    <ul className="flex min-w-0 flex-wrap gap-1">
      {sortPermissions(permissions).map((permission) => (
        <li
          key={permission}
          className={clsx(
            "inline-flex max-w-full items-center gap-1 rounded px-1.5 py-0.5 font-mono text-xs",
            change ? TONES[change].tone : "bg-gone-soft text-ink-soft",
          )}
        >
          {change ? <Sign change={change} /> : null}
          <span className="truncate">{permission}</span>
        </li>
      ))}
    </ul>
  );
}

function Sign({ change }: { change: keyof typeof TONES }) {
  const { icon: Icon, word } = TONES[change];
  return (
    <>
      <Icon aria-hidden className="size-3 shrink-0" />
      <span className="sr-only">{word} </span>
    </>
  );
}
