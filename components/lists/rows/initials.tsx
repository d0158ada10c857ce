import clsx from "clsx";
import { PERSONAL } from "@/components/ui/personal/personal";
import { shorten } from "@/domain/values/shorten";

const TONES = [
  "bg-accent-soft text-accent",
  "bg-ok-soft text-ok",
  "bg-warn-soft text-warn",
  "bg-wait-soft text-wait",
  "bg-bad-soft text-bad",
  "bg-gone-soft text-gone",
];

const graphemes = new Intl.Segmenter();
/** Longer than any emoji, in UTF-16 code units. Letters with more marks than this are cut. */
const GRAPHEME_LENGTH_MAX = 40;

/** Shows initials instead of an avatar, whose image would be a request to a third party. */
export function Initials({ name, seed, isLarge = false }: { name: string; seed: string; isLarge?: boolean }) {
  return (
    <span
      aria-hidden
      {...(name === seed ? {} : PERSONAL)}
      className={clsx(
        "grid shrink-0 place-items-center overflow-hidden rounded-full font-semibold select-none",
        isLarge ? "size-12 text-base" : "size-8 text-xs",
        TONES[numberFrom(seed) % TONES.length],
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

/** Returns the first grapheme of the first and of the last word, so that no letter or emoji is split. */
export function initialsOf(name: string): string {
  const words = shorten(name).replace(/^@/, "").split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const first = ends.map(
    (word = "") => graphemes.segment(word.slice(0, GRAPHEME_LENGTH_MAX)).containing(0)?.segment ?? "",
  );
  return first.join("").toUpperCase() || "?";
}

function numberFrom(seed: string): number {
  let sum = 0;
  for (const character of seed) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum;
}
