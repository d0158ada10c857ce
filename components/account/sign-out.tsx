"use client";

import { Button } from "@/components/ui/form/button";
import { forgetTabDrafts } from "@/components/ui/form/tab-drafts";

/** Signs out, and forgets the drafts of this tab. */
export function SignOut({ action }: { action: () => Promise<void> }) {
  return (
    <form action={action} onSubmit={forgetTabDrafts}>
      <Button type="submit">Sign out</Button>
    </form>
  );
}
