"use client";

import clsx from "clsx";
import { Check, X } from "lucide-react";
import { useId, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { namedBy } from "@/components/ui/personal/personal";

const SHOWN_MS = 1_500;

type CopyButtonProps = {
  readonly text: string;
  readonly label: string;
  /** The id of the element that shows the text, if the text is personal and the label omits it. */
  readonly shownId?: string;
  /** True if the text is a path of this deployment, to be copied with its origin. */
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
 * Copies a text. Browsers offer the clipboard only to secure origins, which a private deployment may not have. A text that is still to come
 * is passed as a promise: some browsers copy only while they handle the click. Rejects if nothing was copied.
 */
export async function writeClipboard(given: string | Promise<string>): Promise<void> {
  if (typeof given !== "string" && navigator.clipboard && typeof ClipboardItem === "function") {
    const blob = given.then((text) => new Blob([text], { type: "text/plain" }));
    // A browser that refuses to copy may leave it unhandled, and it can still reject.
    blob.catch(() => {});
    return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  }
  const text = await given;
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  // Inside the dialog if there is one: it traps the focus.
  (document.querySelector("[role=dialog]") ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (!isCopied) throw new Error("The browser copied nothing");
}
