import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ButtonLink } from "@/components/ui/form/button";
import { connectionsPath } from "@/domain/values/query/paths";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <EmptyState title="There is nothing here" icon="search">
        <p>The address is wrong, or what it led to does not exist.</p>
        <ButtonLink href={connectionsPath()}>Go to connections</ButtonLink>
      </EmptyState>
    </main>
  );
}
