import type { Metadata } from "next";
import { readList } from "@/app/(dashboard)/list";
import { ConnectionsList } from "@/components/connections/connections-list";
import { GettingStarted } from "@/components/intake/getting-started";
import { NoMatch } from "@/components/lists/filters/no-match";
import { endpointFacts } from "@/server/intake/endpoint-facts";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage({ searchParams }: PageProps<"/connections">) {
  const { isEmpty, store, props } = await readList("connections", await searchParams);
  const { now, revision, search } = props;
  if (isEmpty) {
    const summary = await store.intake.summary();
    return <GettingStarted endpoint={await endpointFacts()} summary={summary} now={now} revision={revision} />;
  }
  return (
    <>
      <h1 className="px-4 pt-5 pb-3 text-xl font-semibold tracking-tight sm:px-6">Connections</h1>
      <ConnectionsList {...props} noMatch={<NoMatch search={search} />} />
    </>
  );
}
