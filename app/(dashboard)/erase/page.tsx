import type { Metadata } from "next";
import { enter } from "@/app/access/enter";
import { EraseForm } from "@/components/erasure/erase-form";
import { Choice, Field } from "@/components/logs/fields";
import { Button } from "@/components/ui/button";
import { ERASURE_KINDS, type ErasureSubject } from "@/domain/erasure";
import { eraseForGood } from "./actions";

export const metadata: Metadata = { title: "Erase" };

const REFERENCE_LENGTH_MAX = 1_000;

export default async function ErasePage({ searchParams }: PageProps<"/erase">) {
  const { store, by } = await enter("admin");
  const subject = subjectOf(await searchParams);
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
      <form action="/erase" className="flex flex-wrap items-end gap-3">
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
      {subject && preview ? (
        <EraseForm
          key={`${subject.kind} ${subject.reference}`}
          action={eraseForGood}
          subject={subject}
          preview={preview}
        />
      ) : null}
    </div>
  );
}

function subjectOf(params: Readonly<Record<string, string | string[] | undefined>>): ErasureSubject | null {
  const kind = ERASURE_KINDS.find((one) => one === params.kind) ?? "user";
  const { reference } = params;
  return typeof reference === "string" && reference !== "" && reference.length <= REFERENCE_LENGTH_MAX
    ? { kind, reference: reference.trim() }
    : null;
}
