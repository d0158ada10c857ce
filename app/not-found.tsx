import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { connectionsPath } from "@/domain/values/paths";

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
