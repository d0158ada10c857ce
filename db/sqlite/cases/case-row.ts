import type { OutreachCase } from "@/domain/outreach/outreach";
import type { CaseRow } from "./case-keeper";

/** Converts a row to a case. */
export function toCase(connectionId: string, row: CaseRow): OutreachCase {
  const { contactedAt, channel, template, link, linkAt, linkDetail, connectionKey: _key, round: _round, ...same } = row;
  return {
    connectionId,
    ...same,
    lastContact: contactedAt !== null && channel !== null ? { at: contactedAt, channel, template } : null,
    link: link !== null && linkAt !== null ? { progress: link, at: linkAt, detail: linkDetail ?? "" } : null,
  };
}
