import { TriangleAlert } from "lucide-react";
import { OFAUTH_TROUBLE_WORDS } from "@/components/lists/rows/ofauth-words";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { OfauthTrouble } from "@/domain/outreach/ofauth-trouble";
import { settingsPath } from "@/domain/values/query/paths";

type LinkTroubleBannerProps = {
  readonly trouble: OfauthTrouble;
  readonly at: number;
  readonly now: number;
  /** True if the person may open the settings, where links are checked. */
  readonly mayCheck: boolean;
};

/** Warns that OFAuth opens no sessions, so users who follow a link are asked to come back later. */
export function LinkTroubleBanner({ trouble, at, now, mayCheck }: LinkTroubleBannerProps) {
  const { sentence, remedy } = OFAUTH_TROUBLE_WORDS[trouble];
  return (
    <section
      aria-label="Reconnect links don't work"
      className="grid grid-cols-[auto_1fr] gap-x-3 rounded-xl border border-bad/40 bg-bad-soft px-4 py-3 text-bad"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-5" />
      <div className="grid min-w-0 gap-1">
        <p className="font-semibold text-pretty">Reconnect links don't work. {sentence}</p>
        <p className="text-pretty">
          Last seen <RelativeTime at={at} now={now} />. {mayCheck ? remedy : `An admin can fix this: ${remedy}`}
        </p>
        {mayCheck ? (
          <p>
            <Link href={settingsPath("outreach")} className="font-medium underline">
              Check reconnect links
            </Link>
          </p>
        ) : null}
      </div>
    </section>
  );
}
