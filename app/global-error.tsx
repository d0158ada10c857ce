"use client";

import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Button } from "@/components/ui/form/button";
import "./globals.css";

/** The last resort: even the frame around the pages failed to render. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="grid min-h-dvh place-items-center p-6">
          <EmptyState title="Relink could not draw this page" icon="fault">
            <p>
              Webhooks are still accepted. The server's log says what went wrong
              {error.digest ? (
                <>
                  {" "}
                  at <code className="font-mono">{error.digest}</code>
                </>
              ) : null}
              .
            </p>
            <Button onClick={retry}>Try again</Button>
          </EmptyState>
        </main>
      </body>
    </html>
  );
}
