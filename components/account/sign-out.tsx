"use client";

import { Button } from "@/components/ui/button";
import { forgetTabDrafts } from "@/components/ui/tab-drafts";

/** Signs out, and leaves nothing in this tab that its person wrote. */
export function SignOut({ action }: { action: () => Promise<void> }) {
  return (
    <form action={action} onSubmit={forgetTabDrafts}>
      <Button type="submit">Sign out</Button>
    </form>
  );
}
