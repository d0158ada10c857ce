import clsx from "clsx";
import { Card } from "@/components/ui/card";
import { LiveUpdates } from "@/components/ui/live/live-updates";
import type { EndpointFacts } from "@/domain/intake/endpoint";
import type { IntakeSummary } from "@/domain/intake/intake";
import type { Revision } from "@/domain/values/revision";
import { EndpointGuide } from "./endpoint-guide";
import { Refusals } from "./refusals";

type GettingStartedProps = {
  readonly endpoint: EndpointFacts;
  readonly summary: IntakeSummary;
  readonly now: number;
  readonly revision: Revision;
};

/** Replaces the table before the first connection: the next steps, and what failed so far. Refreshes by itself. */
export function GettingStarted({ endpoint, summary, now, revision }: GettingStartedProps) {
  return (
    <section className="mx-auto grid max-w-2xl grid-cols-1 gap-8 px-4 py-10 sm:px-6 lg:py-16">
      <LiveUpdates revision={revision} isEager />
      <noscript>
        <meta httpEquiv="refresh" content="5" />
      </noscript>
      <header className="grid grid-cols-1 gap-2">
        <h1 className="text-2xl font-semibold tracking-tight">Waiting for the first webhook</h1>
        <p className="text-ink-soft">
          As soon as OFAuth reports a connection, it appears here by itself: who is connected, with which permissions,
          and what happened since.
        </p>
        <Listening isReady={endpoint.secretFingerprints.length > 0} unrecognised={summary.unrecognised} />
      </header>
      {summary.refused.length > 0 ? (
        <div className="grid grid-cols-1 gap-3">
          <h2 className="font-semibold">Deliveries arrived, but were refused</h2>
          <Refusals refused={summary.refused} now={now} />
        </div>
      ) : null}
      <Card className="p-5 sm:p-6">
        <EndpointGuide endpoint={endpoint} />
      </Card>
    </section>
  );
}

function Listening({ isReady, unrecognised }: { isReady: boolean; unrecognised: number }) {
  const deliveries = unrecognised === 1 ? "delivery was" : "deliveries were";
  return (
    <p role="status" className="flex items-center gap-2 text-ink-soft">
      <span
        aria-hidden
        className={clsx("size-2 shrink-0 rounded-full", isReady ? "animate-breathe bg-ok" : "bg-warn")}
      />
      {isReady ? "Listening." : "Not ready yet: deliveries are refused until a secret is set."}
      {unrecognised > 0 ? ` ${unrecognised} signed ${deliveries} kept that could not be understood.` : null}
    </p>
  );
}
