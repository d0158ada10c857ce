import type { Metadata } from "next";
import { EraseForm } from "@/components/erasure/erase-form";
import { Choice, Field } from "@/components/lists/filters/fields";
import { QueryProblems } from "@/components/ui/feedback/query-problems";
import { Button } from "@/components/ui/form/button";
import type { Store } from "@/db/store";
import {
  confirmationCode,
  ERASURE_KINDS,
  type ErasureSubject,
  erasureProblems,
  formatSubject,
  isNothing,
} from "@/domain/operations/erasure";
import { erasePath } from "@/domain/values/query/paths";
import { withoutTracking } from "@/domain/values/query/query-problems";
import { enter } from "@/server/access/enter";
import { eraseForGood } from "./actions";

export const metadata: Metadata = { title: "Erase" };

export default async function ErasePage({ searchParams }: PageProps<"/erase">) {
  const { store, by } = await enter("erase_users");
  const params = withoutTracking(await searchParams);
  const problems = erasureProblems(params);
  // Nothing is offered for erasure if the address is understood only in part.
  const subject = problems.length > 0 ? null : await subjectOf(store, params);
  const preview = subject && (await store.maintenance.erase(subject, { isDryRun: true }, by()));
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-5 px-4 py-5 sm:px-6">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">Erase</h1>
        <p className="text-ink-soft">
          The right to be forgotten: everything that is stored about a user or an account goes, from the database's own
          files too. Counts stay. What OFAuth reports of them later starts clean.
        </p>
      </header>
      <form action={erasePath()} className="flex flex-wrap items-end gap-3">
        <Choice
          name="kind"
          label="What"
          value={subject?.kind ?? "user"}
          options={[
            ["user", "A user, by your reference"],
            ["account", "An account, by its id"],
          ]}
          any={null}
        />
        <div className="min-w-56 flex-1">
          <Field name="reference" label="Reference" value={subject?.reference ?? ""} placeholder="user_456" />
        </div>
        <Button type="submit" className="min-h-9">
          Show what would go
        </Button>
      </form>
      <QueryProblems problems={problems} />
      {subject && preview ? (
        <EraseForm
          key={formatSubject(subject)}
          action={eraseForGood}
          subject={subject}
          sentSubject={formatSubject(subject)}
          code={confirmationCode(subject)}
          isEmpty={isNothing(preview)}
          preview={preview}
        />
      ) : null}
    </div>
  );
}

/** Reads the subject. The reference is exact; a connection represents its account, whose id may be too long for an address. */
async function subjectOf(
  { connections }: Store,
  params: Readonly<Record<string, string | string[] | undefined>>,
): Promise<ErasureSubject | null> {
  const kind = ERASURE_KINDS.find((one) => one === params.kind) ?? "user";
  const { reference, connection } = params;
  if (typeof reference === "string" && reference !== "") return { kind, reference };
  const account = typeof connection === "string" ? (await connections.find(connection))?.account.id : null;
  return account ? { kind: "account", reference: account } : null;
}
