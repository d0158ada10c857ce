import clsx from "clsx";
import { statusLook } from "./status-look";

export function StatusBadge({ status, isLarge = false }: { status: string; isLarge?: boolean }) {
  const { word, icon: Icon, tone } = statusLook(status);
  return (
    <span
      title={word}
      className={clsx(
        "inline-flex max-w-full items-center gap-1.5 rounded-full font-medium",
        tone,
        isLarge ? "px-3 py-1 text-sm" : "px-2 py-0.5 text-[0.8125rem]",
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{word}</span>
    </span>
  );
}
