import type { OutreachStore } from "@/db/outreach-store";
import { caseReader } from "./case-reader";
import { caseWorker } from "./case-worker";
import { contactBlocks } from "./contact-blocks";
import { incidentQueries } from "./incident-queries";
import type { OutreachParts } from "./outreach-parts";
import { reconnectLinkQueries } from "./reconnect-links";
import { templateQueries } from "./template-queries";

/** Combines the queries of outreach. */
export function outreachQueries(parts: OutreachParts): OutreachStore {
  const blocks = contactBlocks(parts);
  return {
    outreach: { ...caseReader(parts, blocks), ...caseWorker(parts, blocks), ...blocks.actions },
    reconnectLinks: reconnectLinkQueries(parts),
    incidents: incidentQueries(parts),
    templates: templateQueries(parts),
  };
}
