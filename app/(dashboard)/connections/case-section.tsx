import type { ComponentType } from "react";
import type { SignedIn } from "@/app/access/enter";
import { listedCases, namesOf } from "@/app/listed-cases";
import { toConnectionRow } from "@/components/connections/connection-row";
import type { CaseCardProps } from "@/components/outreach/case-card";
import type { Connection } from "@/domain/connection";
import { mayAct } from "@/domain/role";

type CaseSectionProps = {
  readonly entered: SignedIn;
  readonly connection: Connection;
  readonly now: number;
  /** The card with its scripts, or one that fetches them. */
  readonly Card: ComponentType<CaseCardProps>;
  /** Among others: only while it is open, and it says of which connection it is. */
  readonly withConnection?: boolean;
};

/** The work on a connection's cases, if it ever expired: where it stands, what was done, and what can be. */
export async function CaseSection(props: CaseSectionProps) {
  const { entered, connection, now, Card, withConnection = false } = props;
  const { store, role } = entered;
  const [cases, history, names, link] = await Promise.all([
    listedCases(store, [connection.id], now),
    store.outreach.history(connection.id),
    namesOf(store),
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
      link={link && mayAct(role, "operator") ? { id: link.id, expiresAt: link.expiresAt } : null}
      now={now}
      withConnection={withConnection}
    />
  );
}
