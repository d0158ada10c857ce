/**
 * What counts as personal: it identifies somebody outside the team, or was written about them. Blur hides all of it from anyone who sees a screen
 * (`components/ui/personal.tsx`); where names are hidden from viewers, `masking.ts` takes out the fields that `isMasked`. Not personal are
 * connection ids, event numbers and message ids, which mean something only to those who can sign in to Relink or OFAuth, and names of the team.
 */
export const PERSONAL_FIELDS = {
  /** An account's name, and the initials that stand for its picture. */
  name: { isMasked: true },
  username: { isMasked: true },
  /** The address of an account's picture. */
  avatar: { isMasked: true },
  /** The account's own id on the platform, which leads to its profile there. */
  accountId: { isMasked: true },
  /** The team's own reference for a user. Viewers keep it: without any they could not say whom they mean. */
  reference: { isMasked: false },
  /** Notes on cases, and reasons for a snooze or for not contacting a user. */
  note: { isMasked: true },
  /** Templates, and the messages made from them. */
  message: { isMasked: true },
  /** What a webhook carried, understood or not. */
  body: { isMasked: true },
  /** What an operator typed to find somebody, wherever it is shown again. Nobody else sees it, so nothing has to be taken out. */
  typed: { isMasked: false },
  /** The name of a saved view that looks for words or users. */
  viewName: { isMasked: true },
} as const satisfies Record<string, { readonly isMasked: boolean }>;

export type PersonalField = keyof typeof PERSONAL_FIELDS;

/** The words of a sentence in their order, with what is personal among them told apart. */
export type Phrase = readonly (string | { readonly personal: string })[];
