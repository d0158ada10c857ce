/** The facts that an operator needs to point OFAuth at this deployment. */
export type EndpointFacts = {
  readonly url: string;
  /** True if an admin set the address; otherwise it is the one that this browser uses. */
  readonly isPublic: boolean;
  readonly secretFingerprints: readonly string[];
};
