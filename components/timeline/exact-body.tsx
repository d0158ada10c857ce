import { ChevronRight } from "lucide-react";
import { CopyButton } from "@/components/ui/form/copy-button";
import { PERSONAL } from "@/components/ui/personal/personal";
import { eventBodyPath } from "@/domain/values/query/paths";
import { JsonText } from "./json-text";
import type { ShownBody } from "./shown-body";

/** Shows the body exactly as it was received, coloured as JSON, behind one click or key. */
export function ExactBody({ eventId, body }: { eventId: number; body: ShownBody }) {
  const { bytes, text } = body;
  const size = `${bytes.toLocaleString("en")} bytes`;
  const href = eventBodyPath(eventId);
  if (text === null) {
    return (
      <a href={href} className="w-fit text-xs text-ink-soft underline hover:text-ink">
        Open the exact body, {size}
      </a>
    );
  }
  return (
    <details data-body className="group/body min-w-0">
      <summary className="flex w-fit items-center gap-1 rounded text-xs text-ink-soft hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/body:rotate-90" />
        Exact body, {size}
      </summary>
      <div className="relative mt-2 rounded-md border border-line bg-sunken">
        <pre
          {...PERSONAL}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-96 overflow-auto p-3 pr-10 font-mono text-xs leading-relaxed break-all whitespace-pre-wrap text-ink"
        >
          <JsonText text={text} />
        </pre>
        <CopyButton text={text} label={`Copy the body of event ${eventId}`} className="absolute top-1.5 right-1.5" />
      </div>
    </details>
  );
}
