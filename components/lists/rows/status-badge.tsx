import clsx from "clsx";
import { Icon } from "@/components/ui/icon";
import { statusStyle } from "./status-style";

export function StatusBadge({ status, isLarge = false }: { status: string; isLarge?: boolean }) {
  const { word, icon, tone } = statusStyle(status);
  return (
    <span title={word} className={clsx("badge", tone, isLarge && "px-3 py-1 text-sm")}>
      <Icon name={icon} className="size-3.5" />
      <span className="truncate">{word}</span>
    </span>
  );
}
