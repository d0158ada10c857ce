import type { SignatureScheme } from "./signature";

export const SCHEME_WORDS: Readonly<Record<SignatureScheme, string>> = {
  svix: "Svix or Standard Webhooks",
  ofauth: "OFAuth-Signature",
};
