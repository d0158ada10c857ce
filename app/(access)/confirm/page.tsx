import type { Metadata } from "next";
import { enter } from "@/app/access/enter";
import { openIdProblemWords } from "@/app/access/open-id-problems";
import { waysOf } from "@/app/access/proof";
import { AccessFrame } from "@/components/access/access-frame";
import { ProofForm } from "@/components/access/proof-form";
import { Link } from "@/components/ui/link";
import { parsePlace } from "@/domain/sign-in";
import { environment } from "@/env";
import { beginPasskeyProof, confirmByOpenId, confirmByPassword, finishPasskeyProof } from "./actions";

export const metadata: Metadata = { title: "Confirm it's you" };

export default async function ConfirmPage({ searchParams }: PageProps<"/confirm">) {
  const entered = await enter("viewer");
  const { next: wanted, problem } = await searchParams;
  const next = parsePlace(wanted);
  return (
    <AccessFrame
      title="Confirm it's you"
      lead={`You are signed in as ${entered.person.email}. Acts that give access, show more or remove data need a confirmation of the last 15 minutes.`}
    >
      <ProofForm
        ways={waysOf(entered)}
        next={next}
        problem={openIdProblemWords(problem)}
        confirmByPassword={confirmByPassword}
        actions={{ beginPasskey: beginPasskeyProof, finishPasskey: finishPasskeyProof, goToOpenId: confirmByOpenId }}
        openIdName={environment().openId?.name ?? null}
      />
      <Link href={next} className="text-xs text-ink-soft underline hover:text-ink">
        Cancel
      </Link>
    </AccessFrame>
  );
}
