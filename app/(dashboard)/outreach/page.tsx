import type { Metadata } from "next";
import { readList } from "@/app/(dashboard)/list";
import { ConnectionsList } from "@/components/connections/connections-list";
import { QueueEmpty } from "@/components/outreach/queue-empty";

export const metadata: Metadata = { title: "Outreach" };

export default async function OutreachPage({ searchParams }: PageProps<"/outreach">) {
  const { props } = await readList("outreach", await searchParams);
  return (
    <>
      <h1 className="px-4 pt-5 pb-3 text-xl font-semibold tracking-tight sm:px-6">Outreach</h1>
      <ConnectionsList {...props} noMatch={<QueueEmpty search={props.search} facets={props.facets} />} />
    </>
  );
}
