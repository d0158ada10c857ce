import { ChevronRight } from "lucide-react";
import { CopyButton } from "@/components/ui/copy-button";
import { type JsonToken, jsonTokens } from "./json-tokens";

/** Larger bodies are behind a link, so that a page of odd ones stays small. */
const SHOWN_BYTES_MAX = 8 * 1024;

const COLOURS: Record<JsonToken["kind"], string | undefined> = {
  key: "text-accent",
  text: "text-ok",
  number: "text-warn",
  word: "text-wait",
  plain: undefined,
};

/** The body as it was kept, letter by letter and coloured as JSON, one click or one key away. */
export function ExactBody({ eventId, body }: { eventId: number; body: Uint8Array }) {
  const size = `${body.length.toLocaleString("en")} bytes`;
  const href = `/events/${eventId}/body`;
  if (body.length > SHOWN_BYTES_MAX) {
    return (
      <a href={href} className="w-fit text-xs text-ink-soft underline hover:text-ink">
        Open the exact body, {size}
      </a>
    );
  }
  const text = new TextDecoder().decode(body);
  return (
    <details data-body className="group/body min-w-0">
      <summary className="flex w-fit items-center gap-1 rounded text-xs text-ink-soft hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/body:rotate-90" />
        Exact body, {size}
      </summary>
      <div className="relative mt-2 rounded-md border border-line bg-sunken">
        <pre
          dir="auto"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-96 overflow-auto p-3 pr-10 font-mono text-xs leading-relaxed break-all whitespace-pre-wrap text-ink"
        >
          {jsonTokens(text).map((token, index) =>
            COLOURS[token.kind] ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a body never changes
              <span key={index} className={COLOURS[token.kind]}>
                {token.text}
              </span>
            ) : (
              token.text
            ),
          )}
        </pre>
        <CopyButton text={text} label={`Copy the body of event ${eventId}`} className="absolute top-1.5 right-1.5" />
      </div>
    </details>
  );
}
