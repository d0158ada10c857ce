/** The parts of a KeyboardEvent that identify the key. */
export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const MOD = "mod+";

/**
 * Returns whether a key press matches a shortcut: "j", "?", "Enter", or "mod+k" for Ctrl or ⌘ with k. The case of letters depends on
 * Shift, not on Caps Lock; on a keyboard of another script, the position of the key counts.
 */
export function matchesKey(press: KeyPress, shortcut: string): boolean {
  const key = shortcut.slice(needsMod(shortcut) ? MOD.length : 0);
  if (press.altKey || (press.ctrlKey || press.metaKey) !== needsMod(shortcut)) return false;
  if (isLetter(key)) return letterOf(press) === key.toLowerCase() && press.shiftKey === (key !== key.toLowerCase());
  // Signs such as "?" take Shift or not, depending on the layout.
  return press.key === key && (isSingleKey(key) || !press.shiftKey);
}

/** Returns whether a shortcut is a single character, which people and speech control also type. */
export function isSingleKey(shortcut: string): boolean {
  return [...shortcut].length === 1;
}

export function needsMod(shortcut: string): boolean {
  return shortcut.startsWith(MOD);
}

/** A key as it is printed, and as a screen reader should read it. */
export type KeyCap = { readonly sign: string; readonly name: string };

const NAMED_CAPS: Readonly<Record<string, KeyCap>> = {
  Escape: { sign: "Esc", name: "Escape" },
  ArrowUp: { sign: "↑", name: "Arrow up" },
  ArrowDown: { sign: "↓", name: "Arrow down" },
  ArrowLeft: { sign: "←", name: "Arrow left" },
  ArrowRight: { sign: "→", name: "Arrow right" },
  " ": { sign: "Space", name: "Space" },
  "/": { sign: "/", name: "Slash" },
  "?": { sign: "?", name: "Question mark" },
};

/** Returns the keys to press together. */
export function keyCaps(shortcut: string, isApple: boolean): readonly KeyCap[] {
  const key = shortcut.slice(needsMod(shortcut) ? MOD.length : 0);
  const sign = isLetter(key) ? key.toUpperCase() : key;
  const cap = NAMED_CAPS[key] ?? { sign, name: sign };
  const shift = isLetter(key) && key === sign ? [{ sign: isApple ? "⇧" : "Shift", name: "Shift" }] : [];
  const mod = isApple ? { sign: "⌘", name: "Command" } : { sign: "Ctrl", name: "Control" };
  return [...(needsMod(shortcut) ? [mod] : []), ...shift, cap];
}

function isLetter(key: string): boolean {
  return /^[a-z]$/i.test(key);
}

function letterOf({ key, code }: KeyPress): string | null {
  if (isLetter(key)) return key.toLowerCase();
  const isOtherScript = isSingleKey(key) && /\P{ASCII}/u.test(key);
  return isOtherScript ? (/^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? null) : null;
}
