import type { ApiToken } from "@/domain/access/api-token";
import type { Bucket } from "@/domain/access/attempts";
import type { AuditEntry, By, DeedRecord } from "@/domain/access/audit";
import type { AuditPage, AuditSearch } from "@/domain/access/audit-search";
import type { Passkey, Person, PersonRefusal, Session } from "@/domain/access/person";
import type { ProofWay } from "@/domain/access/proof";
import type { Role } from "@/domain/access/role";
import type { ChallengeContent, OneTimeLink, SignInMethod } from "@/domain/access/sign-in";
import type { Settings } from "@/domain/operations/settings";

/**
 * People, sessions, links, tokens and the audit log. Every method that changes something takes `by` and writes the audit entry in
 * the same transaction. Secrets are passed as digests.
 */
export type AccessStore = {
  readonly people: {
    /** By name. */
    list(): Promise<Person[]>;
    count(): Promise<number>;
    find(id: number): Promise<Person | null>;
    findByEmail(email: string): Promise<Person | null>;
    findCredentials(id: number): Promise<Credentials | null>;
    findByIdentity(issuer: string, subject: string): Promise<Person | null>;
    /** Creates a person who signs in by single sign-on. */
    create(person: NewPerson, record: DeedRecord, by: By): Promise<PersonOutcome>;
    /**
     * Uses a one-time link: creates the invited person, or sets its person's new password. Returns null if the link is no longer
     * valid.
     */
    redeemLink(linkHash: string, person: NewPerson, options: RedeemLink, by: By): Promise<PersonOutcome | null>;
    changeRole(id: number, role: Role, by: By): Promise<PersonOutcome>;
    rename(id: number, name: string, by: By): Promise<PersonOutcome>;
    /** Removes a person with all their credentials. What they did stays in the audit log. */
    remove(id: number, by: By): Promise<PersonOutcome>;
    /** Ends all their other sessions. */
    setPassword(id: number, passwordHash: string, keptSession: number | null, by: By): Promise<void>;
    /** Turns the second step on, or off. */
    setTwoStep(id: number, twoStep: TwoStep | null, by: By): Promise<void>;
    setRecoveryCodes(id: number, codeHashes: readonly string[], by: By): Promise<void>;
    /** Returns true if the code was one of theirs, and invalidates it. */
    spendRecoveryCode(id: number, codeHash: string, by: By): Promise<boolean>;
    /** Returns true if no code of this time step, or a later one, was used before. */
    spendTotpStep(id: number, step: number): Promise<boolean>;
    /**
     * Lets an account at a provider sign this person in. Refuses if they have another account at this issuer, or if it is someone
     * else's.
     */
    linkIdentity(id: number, issuer: string, subject: string, by: By): Promise<"linked" | "other_identity">;
    /** Removes all their links, and ends the sessions that began with one. Returns the number of links. */
    unlinkIdentities(id: number, by: By): Promise<number>;
  };
  readonly passkeys: {
    list(personId: number): Promise<Passkey[]>;
    find(id: string): Promise<PasskeyKey | null>;
    add(passkey: PasskeyKey & { readonly name: string }, by: By): Promise<void>;
    /** Records its signature counter, to detect a copied passkey. */
    used(id: string, counter: number, at: number): Promise<void>;
    remove(personId: number, id: string, by: By): Promise<void>;
  };
  readonly sessions: {
    /** Signs a person in. */
    begin(session: NewSession, by: By): Promise<void>;
    /** Records that the session's owner has confirmed their identity again. */
    prove(personId: number, sessionId: number, method: ProofWay, by: By): Promise<void>;
    /** Returns the session and its person if it is still valid. Counts as use. */
    find(secretHash: string, now: number): Promise<{ readonly session: Session; readonly person: Person } | null>;
    list(personId: number, now: number): Promise<Session[]>;
    end(personId: number, sessionId: number, record: DeedRecord, by: By): Promise<void>;
    endOthers(personId: number, keptSession: number | null, by: By): Promise<number>;
    /** Returns true if this person has signed in with this browser before. */
    isKnownDevice(personId: number, secretHash: string): Promise<boolean>;
  };
  readonly links: {
    list(now: number): Promise<OneTimeLink[]>;
    find(secretHash: string, now: number): Promise<OneTimeLink | null>;
    /** Replaces an earlier link of the same kind for the same person. */
    make(link: NewLink, record: DeedRecord | null, by: By): Promise<void>;
    withdraw(id: number, by: By): Promise<void>;
  };
  readonly challenges: {
    /** A challenge about a person ends when their password, second step, passkeys, single sign-on or role changes. */
    ask(secretHash: string, content: ChallengeContent, now: number): Promise<void>;
    /** Returns what was asked. Each look counts as a try, and the challenge ends after a few. */
    look(secretHash: string, now: number): Promise<ChallengeContent | null>;
    /** Returns what was asked, and ends the challenge. */
    take(secretHash: string, now: number): Promise<ChallengeContent | null>;
  };
  readonly attempts: {
    /** Counts an attempt as failed before it is made, so that parallel attempts gain nothing. Refuses after too many failures. */
    begin(buckets: readonly Bucket[], now: number): Promise<AttemptVerdict>;
    /** Uncounts an attempt that succeeded. */
    forgive(buckets: readonly Bucket[]): Promise<void>;
  };
  readonly tokens: {
    list(): Promise<ApiToken[]>;
    find(secretHash: string, now: number): Promise<ApiToken | null>;
    make(
      token: Omit<ApiToken, "id" | "usedAt"> & { readonly secretHash: string },
      by: By,
    ): Promise<"made" | "too_many">;
    revoke(id: number, by: By): Promise<void>;
  };
  readonly audit: {
    /** Writes an entry for a deed that changes nothing in the database. */
    write(record: DeedRecord, by: By): Promise<void>;
    /**
     * Writes an entry for what anyone can do without signing in: at most a few hundred an hour about each person, and about
     * nobody.
     */
    writeBounded(record: DeedRecord, by: By): Promise<void>;
    /** Returns one page, newest first. */
    search(search: AuditSearch, now: number): Promise<AuditPage>;
    /** Reads all matching entries, newest first, in slices. */
    readAll(search: AuditSearch, now: number): AsyncIterable<readonly AuditEntry[]>;
  };
  readonly settings: {
    read(): Promise<Settings>;
    change(change: Partial<Settings>, by: By): Promise<void>;
  };
};

export type Credentials = {
  readonly person: Person;
  readonly passwordHash: string | null;
  readonly sealedTotpSecret: string | null;
};

export type NewPerson = {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string | null;
};

export type RedeemLink = { readonly deed: DeedRecord; readonly clearsTwoStep: boolean };

export type PersonOutcome = { readonly person: Person } | { readonly refusal: PersonRefusal };

export type TwoStep = { readonly sealedSecret: string; readonly codeHashes: readonly string[] };

export type NewSession = {
  readonly personId: number;
  readonly secretHash: string;
  readonly method: SignInMethod;
  /** The digest of a secret that stays in the browser. */
  readonly deviceHash: string;
  /** When the person confirmed their identity; by default with this sign-in. A provider may have let them in without asking. */
  readonly provenAt?: number;
};

export type PasskeyKey = {
  readonly id: string;
  readonly personId: number;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
};

export type NewLink = Pick<OneTimeLink, "kind" | "email" | "role" | "personId" | "expiresAt"> & {
  readonly secretHash: string;
};

export type AttemptVerdict = { readonly isAllowed: true } | { readonly isAllowed: false; readonly retryAt: number };
