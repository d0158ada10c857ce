import type { Metadata } from "next";
import { AccessFrame } from "@/components/access/access-frame";
import { ProofForm } from "@/components/access/proof-form";
import { Link } from "@/components/ui/link";
import { parsePlace } from "@/domain/access/sign-in";
import { environment } from "@/env";
import { enter } from "@/server/access/enter";
import { openIdProblemWords } from "@/server/access/open-id/open-id-problems";
import { waysOf } from "@/server/access/proof";
import { beginPasskeyProof, confirmByOpenId, confirmByPassword, finishPasskeyProof } from "./actions";

export const metadata: Metadata = { title: "Confirm it's you" };

export default async function ConfirmPage({ searchParams }: PageProps<"/confirm">) {
  const entered = await enter("manage_own_account");
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
