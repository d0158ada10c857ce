import clsx from "clsx";
import { Glyph } from "@/components/ui/glyph";
import { statusLook } from "./status-look";

export function StatusBadge({ status, isLarge = false }: { status: string; isLarge?: boolean }) {
  const { word, glyph, tone } = statusLook(status);
  return (
    <span title={word} className={clsx("badge", tone, isLarge && "px-3 py-1 text-sm")}>
      <Glyph name={glyph} className="size-3.5" />
      <span className="truncate">{word}</span>
    </span>
  );
}
