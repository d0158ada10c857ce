"use client";

import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import type { ProofWay } from "@/domain/access/proof";
import { PasskeyButton } from "./passkey-button";
import type { ProofSettings } from "./proof-settings";

type OtherProofWaysProps = ProofSettings & {
  readonly ways: readonly ProofWay[];
  /** The page to which single sign-on returns. */
  readonly place: string;
  /** The page that follows a passkey; null to stay and call `onProven`. */
  readonly next: string | null;
  readonly onProven?: () => void;
};

/** Offers the ways to confirm without a password. */
export function OtherProofWays({ ways, place, next, actions, openIdName, onProven }: OtherProofWaysProps) {
  return (
    <>
      {ways.includes("passkey") ? (
        <PasskeyButton
          actions={{ begin: actions.beginPasskey, finish: actions.finishPasskey }}
          next={next}
          {...(onProven ? { onDone: onProven } : {})}
        />
      ) : null}
      {ways.includes("openid") ? (
        <form action={actions.goToOpenId} className="grid">
          <input type="hidden" name="next" value={place} />
          <Button type="submit" variant="primary" className="min-h-10">
            Continue with {openIdName}
          </Button>
        </form>
      ) : null}
      {ways.length === 0 ? (
        <FormError>You have no way to confirm here. Sign out and in again, then try again.</FormError>
      ) : null}
    </>
  );
}
