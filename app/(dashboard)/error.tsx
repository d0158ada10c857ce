"use client";

import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Button } from "@/components/ui/form/button";

/** Replaces a page whose data could not be read, which is never shown as an empty list. */
export default function DashboardError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <EmptyState title="This could not be loaded" icon="fault" role="alert">
      <p>
        The database did not answer. Webhooks that can't be stored are refused, and OFAuth sends them again: nothing is
        lost. Try again; if it stays, look into the server's log
        {error.digest ? (
          <>
            {" "}
            for <code className="font-mono">{error.digest}</code>
          </>
        ) : null}
        .
      </p>
      <Button onClick={retry}>Try again</Button>
    </EmptyState>
  );
}
