import type { ComponentType } from "react";
import { toConnectionRow } from "@/components/lists/rows/connection-row";
import type { CaseCardProps } from "@/components/outreach/queue/case-card";
import type { Store } from "@/db/store";
import { mayDo } from "@/domain/access/rights";
import type { Connection } from "@/domain/connection/connection";
import type { ListedCase } from "@/domain/lists/listed-case";
import type { SignedIn } from "@/server/access/enter";
import { listedCases, type Names, namesOf } from "@/server/outreach/listed-cases";

type CaseSectionProps = {
  readonly entered: SignedIn;
  readonly connection: Connection;
  readonly now: number;
  /** The card, or one that loads its code on demand. */
  readonly Card: ComponentType<CaseCardProps>;
  /** For a page with several cases: hides closed ones and names the connection. */
  readonly withConnection?: boolean;
  /** The cases and names, if the page has read them at once for all its sections. */
  readonly facts?: CaseFacts;
};

type CaseFacts = { readonly cases: ReadonlyMap<string, ListedCase>; readonly names: Names };

/** Shows the work on a connection's cases, if it ever expired: its state, what was done, and what can be done. */
export async function CaseSection(props: CaseSectionProps) {
  const { entered, connection, now, Card, withConnection = false, facts } = props;
  const { store, role } = entered;
  const [{ cases, names }, history, link] = await Promise.all([
    facts ?? readCaseFacts(store, [connection.id], now),
    store.outreach.history(connection.id),
    store.reconnectLinks.findOf(connection.id, now),
  ]);
  const listedCase = cases.get(connection.id);
  if (!listedCase || (withConnection && listedCase.closedAt !== null)) return null;
  const named = (noted: string) => names.get(noted) ?? noted;
  return (
    <Card
      row={toConnectionRow(connection, listedCase)}
      listedCase={listedCase}
      cases={history.cases}
      acts={history.acts.map((act) => ({
        ...act,
        personName: named(act.personName),
        undoneBy: act.undoneBy && named(act.undoneBy),
      }))}
      steps={history.steps}
      together={history.together}
      link={link && mayDo(role, "work_on_cases") ? { id: link.id, expiresAt: link.expiresAt } : null}
      now={now}
      withConnection={withConnection}
    />
  );
}

/** Reads the newest cases of these connections, and the names of the team. */
export async function readCaseFacts(store: Store, connectionIds: readonly string[], now: number): Promise<CaseFacts> {
  const [cases, names] = await Promise.all([listedCases(store, connectionIds, now), namesOf(store)]);
  return { cases, names };
}
