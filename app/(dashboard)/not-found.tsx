import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ButtonLink } from "@/components/ui/form/button";
import { connectionsPath } from "@/domain/values/query/paths";

export default function DashboardNotFound() {
  return (
    <EmptyState title="Nothing found here" icon="search">
      <p>
        No webhook has named this connection or user yet. The address may be mistyped, or the event may still be on its
        way.
      </p>
      <ButtonLink href={connectionsPath()}>Search all connections</ButtonLink>
    </EmptyState>
  );
}
