import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ButtonLink } from "@/components/ui/form/button";
import { connectionsPath } from "@/domain/values/query/paths";

export default function Forbidden() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <EmptyState title="You need another role" icon="locked">
        <p>You are signed in, but your role does not reach this far. An admin of your team can change it.</p>
        <ButtonLink href={connectionsPath()}>Go to connections</ButtonLink>
      </EmptyState>
    </main>
  );
}
