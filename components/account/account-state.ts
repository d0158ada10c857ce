import type { ProofRequest } from "@/domain/access/proof";
import type { QrPicture } from "@/domain/access/qr-picture";

/** What came of a change to one's own account: a sentence either way; null before the first. */
export type AccountState = { readonly done: string } | { readonly problem: string } | ProofRequest | null;
export type AccountAction = (before: AccountState, form: FormData) => Promise<AccountState>;

/** A second step that is being turned on: what the app has to be shown, or the codes for the day it is lost. */
export type TwoStepState =
  | null
  | ProofRequest
  | { readonly kind: "problem"; readonly problem: string }
  | { readonly kind: "show"; readonly secret: string; readonly picture: QrPicture; readonly problem: string | null }
  | { readonly kind: "codes"; readonly codes: readonly string[] };
export type TwoStepAction = (before: TwoStepState, form: FormData) => Promise<TwoStepState>;
