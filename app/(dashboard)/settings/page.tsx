import type { Metadata } from "next";
import { removeTests, sendTest } from "@/app/(dashboard)/settings/test-event-actions";
import { clock } from "@/clock";
import { EndpointGuide } from "@/components/intake/endpoint-guide";
import { LatestRefusals } from "@/components/intake/latest-refusals";
import { Refusals } from "@/components/intake/refusals";
import { TestEventForm } from "@/components/settings/test-event-form";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { DOCTOR_PATH, erasePath, quarantinePath, replayPath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { endpointFacts } from "@/server/intake/endpoint-facts";

const LATEST_SHOWN = 20;

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { store } = await enter("read_settings");
  const { intake, connections } = store;
  const [endpoint, { refused }, latest, tests] = await Promise.all([
    endpointFacts(),
    intake.summary(),
    intake.listRefusals(LATEST_SHOWN),
    connections.listTests(),
  ]);
  const now = clock.now();
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <h1 className="sr-only">Settings of the endpoint</h1>
      <section className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold">Webhook endpoint</h2>
        <Card className="p-5 sm:p-6">
          <EndpointGuide endpoint={endpoint} />
        </Card>
      </section>
      <section className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold">Test event</h2>
        <Card className="p-5 sm:p-6">
          <TestEventForm send={sendTest} remove={removeTests} tests={tests.length} hasPublicUrl={endpoint.isPublic} />
        </Card>
      </section>
      <section className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold">Care</h2>
        <ul className="grid gap-2 text-ink-soft">
          <li>
            <Link href={replayPath()} className="font-medium text-ink underline">
              Replay
            </Link>
            : check that every connection is what its events say, and put right what is not.
          </li>
          <li>
            <Link href={quarantinePath()} className="font-medium text-ink underline">
              Quarantine
            </Link>
            : read again what could not be understood.
          </li>
          <li>
            <Link href={DOCTOR_PATH} className="font-medium text-ink underline">
              Signature doctor
            </Link>
            : find out why a delivery was refused.
          </li>
          <li>
            <Link href={erasePath()} className="font-medium text-ink underline">
              Erase
            </Link>
            : forget a user or an account for good.
          </li>
        </ul>
      </section>
      <section className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold">Refused deliveries</h2>
        {refused.length > 0 ? (
          <>
            <Refusals refused={refused} now={now} />
            <LatestRefusals refusals={latest} now={now} />
          </>
        ) : (
          <p className="text-ink-soft">None so far: every delivery that reached the endpoint was accepted.</p>
        )}
      </section>
    </div>
  );
}
