"use client";

import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { useFormStatus } from "react-dom";
import { OFAUTH_TROUBLE_WORDS } from "@/components/lists/rows/ofauth-words";
import { Button } from "@/components/ui/form/button";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { OfauthTrouble } from "@/domain/outreach/ofauth-trouble";

type LinkCheckProps = {
  /** OFAuth's last response; null if it wasn't asked since the start. */
  readonly last: { readonly at: number; readonly trouble: OfauthTrouble | null; readonly code: string } | null;
  readonly now: number;
  readonly check: () => Promise<void>;
};

/** Shows whether reconnect links work, by OFAuth's last response, with a button that checks now. Works without JavaScript. */
export function LinkCheck({ last, now, check }: LinkCheckProps) {
  return (
    <form action={check} className="grid justify-items-start gap-3">
      <div role="status">
        <Standing last={last} now={now} />
      </div>
      <CheckButton />
    </form>
  );
}

function Standing({ last, now }: Pick<LinkCheckProps, "last" | "now">) {
  if (last === null) {
    return (
      <p className="flex items-start gap-2 text-ink-soft">
        <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0" />
        OFAUTH_API_KEY is set, but OFAuth hasn't been asked since Relink started.
      </p>
    );
  }
  const asked = (
    <>
      {" "}
      Asked <RelativeTime at={last.at} now={now} />.
    </>
  );
  if (last.trouble === null) {
    return (
      <p className="flex items-start gap-2 text-ok">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          Links work: OFAuth opened a session with our key.
          <span className="text-ink-soft">{asked}</span>
        </span>
      </p>
    );
  }
  const { sentence, remedy } = OFAUTH_TROUBLE_WORDS[last.trouble];
  return (
    <div className="flex items-start gap-2">
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="grid gap-1">
        <p className="font-medium text-bad">Links don't work. {sentence}</p>
        <p>{remedy}</p>
        <p className="text-xs text-ink-soft">
          OFAuth's answer: <code className="font-mono">{last.code}</code>.{asked}
        </p>
      </div>
    </div>
  );
}

function CheckButton() {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" disabled={pending} className="min-h-9">
      {pending ? "Asking OFAuth…" : "Check reconnect links"}
    </Button>
  );
}
