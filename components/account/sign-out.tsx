"use client";

import { forgetDrafts } from "@/components/outreach/template-draft";
import { Button } from "@/components/ui/button";

/** Signs out, and leaves nothing in this tab that its person wrote. */
export function SignOut({ action }: { action: () => Promise<void> }) {
  return (
    <form action={action} onSubmit={forgetDrafts}>
      <Button type="submit">Sign out</Button>
    </form>
  );
}
