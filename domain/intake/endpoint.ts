/** What an operator needs to know to point OFAuth at this deployment. */
export type EndpointFacts = {
  readonly url: string;
  /** Whether an admin set the address, or it is only the one that this browser uses. */
  readonly isPublic: boolean;
  readonly secretFingerprints: readonly string[];
};
