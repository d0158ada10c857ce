import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ButtonLink } from "@/components/ui/form/button";
import { connectionsPath } from "@/domain/values/query/paths";

export default function DashboardForbidden() {
  return (
    <EmptyState title="You need another role" icon="locked">
      <p>Your role doesn't include this. An admin of your team can change it.</p>
      <ButtonLink href={connectionsPath()}>Go to connections</ButtonLink>
    </EmptyState>
  );
}
