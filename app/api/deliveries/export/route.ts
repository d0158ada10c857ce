import { auditedDeliveryFilter } from "@/domain/access/audited-filter";
import { deliverySearchProblems, parseDeliverySearch } from "@/domain/intake/delivery-log";
import { DELIVERIES_CSV } from "@/domain/lists/delivery-export";
import { guarded } from "@/server/access/guarded";
import { methodNotAllowed } from "@/server/http/answer";
import { answerExport } from "@/server/lists/export-answer";

export const dynamic = "force-dynamic";

/** Returns all matching deliveries as CSV, by the query parameters of the delivery log's page. */
export const GET = guarded("export", deliverySearchProblems, (request, { store, author, by }) =>
  answerExport(author, async () => {
    const search = parseDeliverySearch(new URL(request.url).searchParams);
    const now = by();
    await store.audit.write({ deed: "deliveries_exported", details: { filter: auditedDeliveryFilter(search) } }, now);
    return {
      name: "deliveries",
      at: now.at,
      exporter: DELIVERIES_CSV,
      slices: store.deliveries.readAll(search, now.at),
    };
  }),
);

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it, and neither read the stream nor end it.
export const HEAD = wrongMethod;
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
