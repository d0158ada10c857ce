import type { Metadata } from "next";
import { clock } from "@/clock";
import { Refusals } from "@/components/intake/refusals";
import { LogPager } from "@/components/lists/log-pager";
import { DeliveriesChart } from "@/components/logs/deliveries-chart";
import { DeliveryFilters } from "@/components/logs/delivery-filters";
import { DeliveryLine } from "@/components/logs/delivery-line";
import { barsOf, CAUSE_KINDS, OUTCOME_KINDS } from "@/components/logs/hour-bars";
import { LiveLog } from "@/components/logs/live-log";
import { ChipLink } from "@/components/ui/chip-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { QueryProblems } from "@/components/ui/feedback/query-problems";
import { Link } from "@/components/ui/link";
import { TabLink } from "@/components/ui/tab-link";
import { mayDo } from "@/domain/access/rights";
import {
  countMatching,
  DELIVERY_SPANS,
  type DeliveryOutcome,
  type DeliverySearch,
  type DeliverySpan,
  deliverySearchProblems,
  formatDeliverySearch,
  outcomesShown,
  parseDeliverySearch,
  SPAN_PARTS,
  spanOf,
  spanStart,
  WHOLE_DELIVERY_LOG,
} from "@/domain/intake/delivery-log";
import { connectionsPath, DOCTOR_PATH, deliveriesPath, settingsPath } from "@/domain/values/query/paths";
import { withoutTracking } from "@/domain/values/query/query-problems";
import { enter } from "@/server/access/enter";
import { readDays } from "@/server/lists/log-params";

export const metadata: Metadata = { title: "Deliveries" };

const HOUR_MS = 3_600_000;
const SPANS: Record<DeliverySpan, { words: string; short: string }> = {
  "24h": { words: "the last 24 hours", short: "24 hours" },
  "30d": { words: "the last 30 days", short: "30 days" },
};

const TABS: readonly (readonly [DeliveryOutcome | null, string])[] = [
  [null, "All"],
  ["stored", "Accepted"],
  ["duplicate", "Duplicates"],
  ["refused", "Refused"],
];

export default async function DeliveriesPage({ searchParams }: PageProps<"/deliveries">) {
  const { store, role } = await enter("read");
  const params = readDays(await searchParams, "received");
  const search = parseDeliverySearch(params);
  const spanName: DeliverySpan = params.span === "30d" ? "30d" : "24h";
  const span = { ...SPANS[spanName], ...SPAN_PARTS[spanName] };
  // Hourly counts know outcomes only.
  const countedSpan = search.type.length === 0 && search.id === "" ? spanOf(search) : undefined;
  const revision = store.changes.revision();
  const now = clock.now();
  const hoursOf = (name: DeliverySpan) => store.intake.hours(spanStart(name, now), now + HOUR_MS);
  const reading = hoursOf(spanName);
  const [page, { refused }, hours, matching] = await Promise.all([
    store.deliveries.search(search, now),
    store.intake.summary(),
    reading,
    countedSpan === spanName ? reading : countedSpan ? hoursOf(countedSpan) : [],
  ]);
  const areRefusedOnly = outcomesShown(search).join() === "refused";
  const kinds = areRefusedOnly ? CAUSE_KINDS : OUTCOME_KINDS;
  const isNewest = !search.after && !search.before;
  const address = (change: Partial<DeliverySearch>, spanShown: DeliverySpan = spanName) =>
    addressOf({ ...search, after: "", before: "", ...change }, spanShown);
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 px-4 pt-5 pb-2 sm:px-6">
        <h1 className="text-xl font-semibold tracking-tight">Deliveries</h1>
        <LiveLog revision={revision} counts={["events", "refusals"]} isNewest={isNewest} />
      </div>
      <section aria-label="Deliveries over time" className="grid gap-3 px-4 pb-5 sm:px-6">
        <p className="flex gap-1 text-xs">
          {DELIVERY_SPANS.map((name) => (
            <ChipLink key={name} href={address({}, name)} isCurrent={name === spanName}>
              {SPANS[name].short}
            </ChipLink>
          ))}
        </p>
        <DeliveriesChart
          bars={barsOf(hours, now, { barMs: span.partMs, bars: span.parts, kinds })}
          kinds={kinds}
          span={span.words}
        />
      </section>
      {refused.length > 0 ? (
        <details className="group border-t border-line px-4 py-3 sm:px-6">
          <summary className="w-fit rounded font-medium text-warn">
            {refused.reduce((sum, one) => sum + one.deliveries, 0).toLocaleString("en")} refused since this deployment
            began: why, and what to do
          </summary>
          <div className="max-w-3xl pt-3">
            <Refusals refused={refused} now={now} />
            <p className="pt-3 text-ink-soft">
              Check a body, its headers and a secret by hand with the{" "}
              <Link href={DOCTOR_PATH} className="underline hover:text-ink">
                signature doctor
              </Link>
              .
            </p>
          </div>
        </details>
      ) : null}
      <nav aria-label="Outcome" className="-mb-px flex gap-1 overflow-x-auto border-b border-line px-1.5 sm:px-3.5">
        {TABS.map(([outcome, word]) => {
          const wanted = outcome ? [outcome] : [];
          const isCurrent = search.outcome.join() === wanted.join() && search.cause.length === 0;
          return (
            <TabLink key={word} href={address({ outcome: wanted, cause: [] })} isCurrent={isCurrent}>
              {word}
            </TabLink>
          );
        })}
      </nav>
      <DeliveryFilters search={search} span={spanName} mayExport={mayDo(role, "export")} />
      {countedSpan ? (
        <p className="px-4 pb-3 text-ink-soft sm:px-6">
          {countWords(countMatching(matching, search), search)} in {SPANS[countedSpan].words}
        </p>
      ) : null}
      <QueryProblems problems={deliverySearchProblems(withoutTracking(params))} className="mx-4 mb-3 sm:mx-6" />
      {page.rows.length > 0 ? (
        <section aria-label="Deliveries, newest first" className="border-t border-line bg-surface">
          <ol>
            {page.rows.map((delivery) => (
              <DeliveryLine key={delivery.key} delivery={delivery} now={now} />
            ))}
          </ol>
          <LogPager
            words="All refusals are counted; the newest few of each sender are kept as lines."
            newer={page.previous && address({ before: page.previous })}
            older={page.next && address({ after: page.next })}
          />
        </section>
      ) : (
        <NoDeliveries search={search} />
      )}
    </>
  );
}

/** "15 refused". */
function countWords(count: number, search: DeliverySearch): string {
  const outcomes = outcomesShown(search);
  const [only] = outcomes.length === 1 ? TABS.filter(([outcome]) => outcome === outcomes[0]) : [];
  return `${count.toLocaleString("en")} ${only ? only[1].toLowerCase() : count === 1 ? "delivery" : "deliveries"}`;
}

function NoDeliveries({ search }: { search: DeliverySearch }) {
  return formatDeliverySearch(search) !== "" ? (
    <EmptyState title="No delivery matches" icon="search" level={2}>
      {search.id === "" ? null : (
        <p>
          Enter the exact id. For a part of a name or an id, search the{" "}
          <Link href={connectionsPath()} className="underline">
            connections
          </Link>
          .
        </p>
      )}
      <Link href={deliveriesPath()} className="font-medium underline">
        Show all deliveries
      </Link>
    </EmptyState>
  ) : (
    <EmptyState title="No delivery yet" icon="empty" level={2}>
      <p>
        Every request that reaches the endpoint leaves a line here, accepted or refused, with the cause. The{" "}
        <Link href={settingsPath()} className="underline">
          settings
        </Link>{" "}
        say what OFAuth needs to know.
      </p>
    </EmptyState>
  );
}

function addressOf(search: DeliverySearch, span: DeliverySpan): string {
  const query = formatDeliverySearch({ ...WHOLE_DELIVERY_LOG, ...search });
  if (span === "24h") return deliveriesPath(query);
  return deliveriesPath(`${query}${query ? "&" : "?"}span=${span}`);
}
