"use client";

import clsx from "clsx";
import { Check, X } from "lucide-react";
import { useId, useState } from "react";
import { Icon } from "./icon";
import { namedBy } from "./personal";

const SHOWN_MS = 1_500;

type CopyButtonProps = {
  readonly text: string;
  readonly label: string;
  /** The element that shows what is copied, where that is personal and the label leaves it out. */
  readonly shownId?: string;
  /** A place of this deployment, copied with its origin. */
  readonly isAddress?: boolean;
  readonly className?: string;
};

/** Copies a text; the label names it for screen readers ("Copy connection conn_abc123"). */
export function CopyButton({ text, label, shownId, isAddress = false, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"Copied" | "Could not be copied" | null>(null);
  const ownId = useId();

  async function copy() {
    try {
      await writeClipboard(isAddress ? new URL(text, location.origin).href : text);
    } catch {
      return setOutcome("Could not be copied");
    }
    setOutcome("Copied");
    setTimeout(() => setOutcome(null), SHOWN_MS);
  }

  return (
    <button
      type="button"
      onClick={copy}
      {...(shownId === undefined || outcome ? { "aria-label": outcome ?? label } : namedBy(label, ownId, shownId))}
      title={outcome ?? label}
      className={clsx("icon-button size-6", className)}
    >
      {outcome === null ? <Icon name="copy" className="size-3.5" /> : null}
      {outcome === "Copied" ? <Check aria-hidden className="size-3.5 text-ok" /> : null}
      {outcome === "Could not be copied" ? <X aria-hidden className="size-3.5 text-bad" /> : null}
    </button>
  );
}

/**
 * Browsers offer the clipboard only to secure origins; a deployment in a private network may have none. A text that is still to come
 * is given as a promise: some browsers copy only while they handle the click. Rejects where nothing was copied.
 */
export async function writeClipboard(given: string | Promise<string>): Promise<void> {
  if (typeof given !== "string" && navigator.clipboard && typeof ClipboardItem === "function") {
    const blob = given.then((text) => new Blob([text], { type: "text/plain" }));
    // A browser that copies nothing may leave it alone; then it still may fail.
    blob.catch(() => {});
    return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  }
  const text = await given;
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  // Inside a dialog where there is one: that keeps the focus to itself.
  (document.querySelector("[role=dialog]") ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (!isCopied) throw new Error("The browser copied nothing");
}
