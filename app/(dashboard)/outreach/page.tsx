import type { Metadata } from "next";
import { readList } from "@/app/(dashboard)/list";
import { IncidentBanner } from "@/components/outreach/incident-banner";
import { OutreachTabs } from "@/components/outreach/outreach-tabs";
import { QueueEmpty } from "@/components/outreach/queue-empty";
import { QueueList } from "@/components/outreach/queue-list";
import { releaseIncident } from "./actions";

export const metadata: Metadata = { title: "Outreach" };

export default async function OutreachPage({ searchParams }: PageProps<"/outreach">) {
  const { store, props } = await readList("outreach", await searchParams);
  const incidents = await store.incidents.listHeld();
  return (
    <>
      <OutreachTabs mayEdit={props.outreach !== null} />
      <h1 className="sr-only">Outreach queue</h1>
      <div className="grid gap-2 px-4 pt-4 not-empty:pb-3 sm:px-6">
        {incidents.map((incident) => (
          <IncidentBanner
            key={incident.id}
            incident={incident}
            now={props.now}
            release={props.outreach ? releaseIncident : null}
          />
        ))}
      </div>
      <QueueList {...props} noMatch={<QueueEmpty search={props.search} facets={props.facets} />} />
    </>
  );
}
