import type { Metadata } from "next";
import { readList } from "@/app/(dashboard)/list";
import { ConnectionsList } from "@/components/connections/connections-list";
import { OutreachTabs } from "@/components/outreach/outreach-tabs";
import { IncidentBanner } from "@/components/outreach/queue/incident-banner";
import { LinkTroubleBanner } from "@/components/outreach/queue/link-trouble-banner";
import { QueueEmpty } from "@/components/outreach/queue/queue-empty";
import { QueueSlots } from "@/components/outreach/queue/queue-slots";
import { mayDo } from "@/domain/access/rights";
import { isTroubleCurrent } from "@/domain/outreach/ofauth-trouble";
import { enter } from "@/server/access/enter";
import { lastAnswerOfOfauth } from "@/server/reconnect/ofauth";
import { releaseIncident } from "./actions";

export const metadata: Metadata = { title: "Outreach" };

export default async function OutreachPage({ searchParams }: PageProps<"/outreach">) {
  const { store, props } = await readList("outreach", await searchParams);
  const incidents = await store.incidents.listHeld();
  const { role } = await enter("read");
  const answer = mayDo(role, "work_on_cases") ? lastAnswerOfOfauth() : null;
  return (
    <>
      <OutreachTabs mayEdit={props.outreach !== null} />
      <h1 className="sr-only">Outreach queue</h1>
      <div className="grid gap-2 px-4 pt-4 not-empty:pb-3 sm:px-6">
        {answer?.trouble && isTroubleCurrent(answer.trouble, answer.at, props.now) ? (
          <LinkTroubleBanner
            trouble={answer.trouble}
            at={answer.at}
            now={props.now}
            mayCheck={mayDo(role, "manage_outreach")}
          />
        ) : null}
        {incidents.map((incident) => (
          <IncidentBanner
            key={incident.id}
            incident={incident}
            now={props.now}
            release={props.outreach ? releaseIncident : null}
          />
        ))}
      </div>
      <QueueSlots>
        <ConnectionsList {...props} noMatch={<QueueEmpty search={props.search} facets={props.facets} />} />
      </QueueSlots>
    </>
  );
}
