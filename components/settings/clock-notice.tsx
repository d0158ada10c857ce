import { TriangleAlert } from "lucide-react";
import { type ProvenAction, ProvenForm } from "@/components/access/proven-form";
import { Button } from "@/components/ui/form/button";
import type { ClockJump } from "@/domain/operations/retention";
import { formatDuration, formatInstant } from "@/domain/values/duration";

type ClockNoticeProps = { readonly jump: ClockJump; readonly confirm: ProvenAction };

/** Warns that old data is kept because the clock may have jumped ahead, and lets an admin confirm the clock. */
export function ClockNotice({ jump: { trueAt, now }, confirm }: ClockNoticeProps) {
  return (
    <div
      role="status"
      className="mx-4 mt-5 grid max-w-3xl grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 rounded-lg border border-warn/30 bg-warn-soft px-4 py-3 text-warn sm:mx-6"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4" />
      <div className="grid justify-items-start gap-2">
        <p>
          <span className="font-medium">Old data is not removed: the server's clock may have jumped ahead.</span> It
          says {formatInstant(now)}, {formatDuration(now - trueAt)} after the last time that is known to be true. Set
          the clock if it is wrong. If it is right, the next event confirms it, or you do.
        </p>
        <ProvenForm action={confirm}>
          <Button type="submit">Confirm the clock</Button>
        </ProvenForm>
      </div>
    </div>
  );
}
