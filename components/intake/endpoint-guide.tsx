import { CircleAlert, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/form/copy-button";
import type { EndpointFacts } from "@/domain/intake/endpoint";

const TEST_COMMAND = "npm run send -- connection.created --user user_456 --connection conn_abc123";

/** Guides through the three steps from an empty deployment to the first event. */
export function EndpointGuide({ endpoint }: { endpoint: EndpointFacts }) {
  const hasSecret = endpoint.secretFingerprints.length > 0;
  return (
    <ol className="grid grid-cols-1 gap-5 text-left">
      <Step number={1} title="Give OFAuth this address">
        <p>In the OFAuth dashboard, add a webhook endpoint with this URL and all connection events.</p>
        <Copyable text={endpoint.url} label="Copy the endpoint's URL" />
        {endpoint.isPublic ? null : (
          <p className="text-xs text-ink-faint">
            This is the address your browser uses. If OFAuth reaches this deployment by another one, set{" "}
            <code className="font-mono">RELINK_PUBLIC_URL</code>.
          </p>
        )}
      </Step>
      <Step number={2} title="Set its signing secret">
        {hasSecret ? (
          <p className="flex items-start gap-2 text-ok">
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              {endpoint.secretFingerprints.length === 1 ? "A secret is set" : "Several secrets are set"}, with
              fingerprint <code className="font-mono">{endpoint.secretFingerprints.join(", ")}</code>.
            </span>
          </p>
        ) : (
          <>
            <p className="flex items-start gap-2 text-warn">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span>No secret is set, so no delivery is accepted. OFAuth keeps trying; nothing is lost yet.</span>
            </p>
            <p>
              Copy the endpoint's secret from the OFAuth dashboard into the file <code className="font-mono">.env</code>
              , and start Relink again:
            </p>
            <Copyable text="OFAUTH_WEBHOOK_SECRET=whsec_…" label="Copy the variable" />
          </>
        )}
      </Step>
      <Step number={3} title="Send a test event">
        <p>From the folder of this deployment. It signs an event and posts it through the same front door.</p>
        <Copyable text={TEST_COMMAND} label="Copy the command" />
      </Step>
    </ol>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-3">
      <span
        aria-hidden
        className="grid size-7 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
      >
        {number}
      </span>
      <div className="grid min-w-0 gap-2 pt-1 text-ink-soft">
        <h2 className="font-semibold text-ink">{title}</h2>
        {children}
      </div>
    </li>
  );
}

function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex min-w-0 items-center gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
      <code className="min-w-0 flex-1 py-1 font-mono text-[0.8125rem] text-ink">{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  );
}
