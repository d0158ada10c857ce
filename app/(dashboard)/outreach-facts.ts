import {
  actOnCases,
  blockContact,
  composeMessages,
  handOutMessages,
  revokeLink,
  unblockContact,
  undoActs,
} from "@/app/(dashboard)/outreach/actions";
import type { OutreachFacts } from "@/components/outreach/acts/outreach-context";
import type { Store } from "@/db/store";
import { mayDo } from "@/domain/access/rights";

const ACTIONS = {
  act: actOnCases,
  undo: undoActs,
  block: blockContact,
  unblock: unblockContact,
  compose: composeMessages,
  handOut: handOutMessages,
  revokeLink,
};

/** The facts and actions that a page provides for the work on cases. */
export async function outreachFacts(store: Store, me: number): Promise<OutreachFacts> {
  const [people, templates, seen] = await Promise.all([
    store.people.list(),
    store.templates.list(),
    store.outreach.newestAct(),
  ]);
  return {
    actions: ACTIONS,
    me,
    team: people
      .filter(({ role }) => mayDo(role, "work_on_cases"))
      .map(({ id, name, email }) => ({ id, name: name || email })),
    templates: templates.map(({ id, name, channel }) => ({ id, name, channel })),
    seen,
  };
}
