import { guarded } from "@/app/access/guarded";
import { answerBusy, methodNotAllowed } from "@/app/api/answer";
import { areExportsFull, streamOf } from "@/app/api/export-stream";
import { auditedDeliveryFilter } from "@/domain/audited-filter";
import { DELIVERIES_CSV } from "@/domain/delivery-export";
import { deliverySearchProblems, parseDeliverySearch } from "@/domain/delivery-log";

export const dynamic = "force-dynamic";

/** All deliveries that match, as CSV; the parameters are those of the delivery log's own address. */
export const GET = guarded("operator", deliverySearchProblems, async (request, { store, by }) => {
  if (areExportsFull()) return answerBusy();
  const search = parseDeliverySearch(new URL(request.url).searchParams);
  const now = by();
  await store.audit.write({ deed: "deliveries_exported", details: { filter: auditedDeliveryFilter(search) } }, now);
  const file = `relink-deliveries-${new Date(now.at).toISOString().slice(0, 10)}.csv`;
  return new Response(streamOf(DELIVERIES_CSV, store.deliveries.readAll(search, now.at)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file}"`,
      // "no-transform" keeps Next from compressing, and so from holding back, the stream.
      "cache-control": "no-store, no-transform",
    },
  });
});

const wrongMethod = methodNotAllowed("GET");
// Next would run GET for it, and never read the stream nor end it.
export const HEAD = wrongMethod;
export const POST = wrongMethod;
export const PUT = wrongMethod;
export const PATCH = wrongMethod;
export const DELETE = wrongMethod;
