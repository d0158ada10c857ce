import type { ProofRequest } from "@/domain/access/proof";
import type { QrPicture } from "@/domain/access/qr-picture";

/** The result of a change to one's own account, as a sentence; null before the first change. */
export type AccountState = { readonly done: string } | { readonly problem: string } | ProofRequest | null;
export type AccountAction = (before: AccountState, form: FormData) => Promise<AccountState>;

/** A second step that is being turned on: the secret for the app, or the recovery codes. */
export type TwoStepState =
  | null
  | ProofRequest
  | { readonly kind: "problem"; readonly problem: string }
  | { readonly kind: "show"; readonly secret: string; readonly picture: QrPicture; readonly problem: string | null }
  | { readonly kind: "codes"; readonly codes: readonly string[] };
export type TwoStepAction = (before: TwoStepState, form: FormData) => Promise<TwoStepState>;
