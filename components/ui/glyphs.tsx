import clsx from "clsx";
import { CircleAlert, CircleCheck, CircleHelp, Copy, Ellipsis, KeyRound, Unplug } from "lucide-react";

const DRAWINGS = {
  active: CircleCheck,
  expired: CircleAlert,
  disconnected: Unplug,
  waiting: KeyRound,
  unknown: CircleHelp,
  copy: Copy,
  more: Ellipsis,
};

export type GlyphName = keyof typeof DRAWINGS;

/** The drawings that stand in every row, once for the whole page: each row then only names them. */
export function GlyphSheet() {
  return (
    <svg aria-hidden="true" className="hidden">
      {Object.entries(DRAWINGS).map(([name, Drawing]) => (
        <symbol key={name} id={`glyph-${name}`} viewBox="0 0 24 24">
          <Drawing size={24} />
        </symbol>
      ))}
    </svg>
  );
}

/** One of the drawings of the sheet. */
export function Glyph({ name, className }: { name: GlyphName; className?: string }) {
  return (
    <svg aria-hidden="true" className={clsx("shrink-0", className)}>
      <use href={`#glyph-${name}`} />
    </svg>
  );
}
