import { and, asc, count, eq, gt, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { AccessStore, Credentials, NewPerson, PersonOutcome } from "@/db/access-store";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { apiTokens, identities, links, people, recoveryCodes, sessions } from "@/db/sqlite/schema/access-schema";
import type { By, DeedRecord } from "@/domain/access/audit";
import type { Person } from "@/domain/access/person";
import { includesRole, type Role } from "@/domain/access/role";
import type { WriteAudit } from "./audit-log";
import { endChallengesOf } from "./one-time";

/** The columns that may leave this module: no secret, nor its digest. */
const COLUMNS = {
  id: people.id,
  email: people.email,
  name: people.name,
  role: people.role,
  hasPassword: sql<boolean>`${people.passwordHash} is not null`.mapWith(Boolean),
  hasTwoStep: sql<boolean>`${people.totpSecret} is not null`.mapWith(Boolean),
  // Raw, since Drizzle omits the table name in a query of one table, and "id" would be the other table's.
  passkeys: sql<number>`(select count(*) from passkeys where passkeys.person_id = people.id)`,
  hasSingleSignOn: sql<boolean>`exists (select 1 from identities where identities.person_id = people.id)`.mapWith(
    Boolean,
  ),
  createdAt: people.createdAt,
  seenAt: people.seenAt,
};

/** Queries of people, who sign in. */
export function peopleQueries(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): AccessStore["people"] {
  const find = (condition: SQL) => findPerson(db, condition);

  function isLastAdmin(person: Person): boolean {
    if (person.role !== "admin") return false;
    const others = db
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.role, "admin"), ne(people.id, person.id)))
      .limit(1)
      .get();
    return others === undefined;
  }

  function create({ email, name, role, passwordHash }: NewPerson, record: DeedRecord, by: By): PersonOutcome {
    if (find(eq(people.email, email))) return { refusal: "email_taken" };
    const { id } = db
      .insert(people)
      .values({ email, name, role, passwordHash, createdAt: by.at })
      .returning({ id: people.id })
      .get();
    // An invitation for them is used up, however they joined.
    db.delete(links).where(eq(links.email, email)).run();
    write({ subject: email, ...record, details: { role, ...record.details } }, asThemselves(by, id, email));
    return { person: mustFind(id) };
  }

  function mustFind(id: number): Person {
    const person = find(eq(people.id, id));
    if (!person) throw new Error(`There is no person ${id}`);
    return person;
  }

  /** Runs a change if the person exists. */
  function change(id: number, work: (person: Person) => PersonOutcome): PersonOutcome {
    const person = find(eq(people.id, id));
    return person ? work(person) : { refusal: "unknown_person" };
  }

  /** Revokes a person's tokens, which are found by the e-mail address: it is unique and never changes. */
  function revokeTokensOf({ email }: Person, goes: (role: Role) => boolean, by: By): void {
    for (const { id, name, role } of db.select().from(apiTokens).where(eq(apiTokens.madeBy, email)).all()) {
      if (!goes(role)) continue;
      db.delete(apiTokens).where(eq(apiTokens.id, id)).run();
      write({ deed: "token_revoked", subject: name }, by);
    }
  }

  function setPassword(id: number, passwordHash: string, keptSession: number | null): void {
    db.update(people).set({ passwordHash }).where(eq(people.id, id)).run();
    endChallengesOf(db, id);
    db.delete(sessions)
      .where(and(eq(sessions.personId, id), ne(sessions.id, keptSession ?? -1)))
      .run();
  }

  function setTwoStep(id: number, sealedSecret: string | null, codeHashes: readonly string[]): void {
    db.update(people).set({ totpSecret: sealedSecret, totpStep: 0 }).where(eq(people.id, id)).run();
    setCodes(id, codeHashes);
  }

  function setCodes(id: number, codeHashes: readonly string[]): void {
    endChallengesOf(db, id);
    db.delete(recoveryCodes).where(eq(recoveryCodes.personId, id)).run();
    for (const codeHash of codeHashes) db.insert(recoveryCodes).values({ personId: id, codeHash }).run();
  }

  return {
    list: async () => db.select(COLUMNS).from(people).orderBy(asc(people.name), asc(people.id)).all(),
    count: async () => db.select({ people: count() }).from(people).get()?.people ?? 0,
    find: async (id) => find(eq(people.id, id)),
    findByEmail: async (email) => find(eq(people.email, email)),
    findCredentials: async (id) => findCredentials(db, id),
    findByIdentity: async (issuer, subject) => {
      const row = db
        .select({ personId: identities.personId })
        .from(identities)
        .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)))
        .get();
      return row ? find(eq(people.id, row.personId)) : null;
    },
    create: (person, record, by) => commit(() => create(person, record, by)),
    redeemLink: (linkHash, person, { deed, clearsTwoStep }, by) =>
      commit(() => {
        const isGood = and(eq(links.secretHash, linkHash), gt(links.expiresAt, by.at));
        const link = db.delete(links).where(isGood).returning().get();
        if (!link) return null;
        if (link.kind === "set_up" && db.select({ id: people.id }).from(people).limit(1).get()) return null;
        if (link.personId === null) return create(person, deed, by);
        const { personId } = link;
        return change(personId, (before) => {
          if (person.passwordHash !== null) setPassword(personId, person.passwordHash, null);
          if (clearsTwoStep) setTwoStep(personId, null, []);
          write({ ...deed, subject: before.email }, asThemselves(by, personId, before.email));
          return { person: mustFind(personId) };
        });
      }),
    changeRole: (id, role, by) =>
      commit(() =>
        change(id, (person) => {
          if (person.role === role) return { person };
          if (isLastAdmin(person)) return { refusal: "last_admin" };
          db.update(people).set({ role }).where(eq(people.id, id)).run();
          endChallengesOf(db, id);
          write({ deed: "role_changed", subject: person.email, details: { from: person.role, to: role } }, by);
          revokeTokensOf(person, (token) => !includesRole(role, token), by);
          return { person: { ...person, role } };
        }),
      ),
    rename: (id, name, by) =>
      commit(() =>
        change(id, (person) => {
          db.update(people).set({ name }).where(eq(people.id, id)).run();
          write({ deed: "name_changed", subject: person.email, details: { from: person.name, to: name } }, by);
          return { person: { ...person, name } };
        }),
      ),
    remove: (id, by) =>
      commit(() =>
        change(id, (person) => {
          if (isLastAdmin(person)) return { refusal: "last_admin" };
          db.delete(people).where(eq(people.id, id)).run();
          endChallengesOf(db, id);
          write({ deed: "person_removed", subject: person.email, details: { role: person.role, person: id } }, by);
          revokeTokensOf(person, () => true, by);
          return { person };
        }),
      ),
    setPassword: (id, passwordHash, keptSession, by) =>
      commit(() => {
        setPassword(id, passwordHash, keptSession);
        write({ deed: "password_changed" }, by);
      }),
    setTwoStep: (id, twoStep, by) =>
      commit(() => {
        setTwoStep(id, twoStep?.sealedSecret ?? null, twoStep?.codeHashes ?? []);
        write({ deed: twoStep ? "two_step_on" : "two_step_off" }, by);
      }),
    setRecoveryCodes: (id, codeHashes, by) =>
      commit(() => {
        setCodes(id, codeHashes);
        write({ deed: "recovery_codes_made" }, by);
      }),
    spendRecoveryCode: (id, codeHash, by) =>
      commit(() => {
        const used = db
          .delete(recoveryCodes)
          .where(and(eq(recoveryCodes.personId, id), eq(recoveryCodes.codeHash, codeHash)))
          .run();
        if (used.changes > 0) write({ deed: "recovery_code_used" }, by);
        return used.changes > 0;
      }),
    spendTotpStep: (id, step) =>
      commit(() => {
        const used = db
          .update(people)
          .set({ totpStep: step })
          .where(and(eq(people.id, id), lt(people.totpStep, step)))
          .run();
        return used.changes > 0;
      }),
    linkIdentity: (personId, issuer, subject, by) =>
      commit(() => {
        const present = db
          .select({ subject: identities.subject, personId: identities.personId })
          .from(identities)
          .where(
            and(eq(identities.issuer, issuer), or(eq(identities.personId, personId), eq(identities.subject, subject))),
          )
          .get();
        if (present) return present.subject === subject && present.personId === personId ? "linked" : "other_identity";
        db.insert(identities).values({ issuer, subject, personId }).run();
        write({ deed: "identity_linked", details: { issuer } }, by);
        return "linked";
      }),
    unlinkIdentities: (personId, by) =>
      commit(() => {
        const subject = find(eq(people.id, personId))?.email ?? "";
        const unlinked = db.delete(identities).where(eq(identities.personId, personId)).returning().all();
        if (unlinked.length === 0) return 0;
        endChallengesOf(db, personId);
        db.delete(sessions)
          .where(and(eq(sessions.personId, personId), eq(sessions.method, "openid")))
          .run();
        for (const { issuer } of unlinked) write({ deed: "identity_unlinked", subject, details: { issuer } }, by);
        return unlinked.length;
      }),
  };
}

export function findPerson(db: SqliteDatabase, condition: SQL): Person | null {
  return db.select(COLUMNS).from(people).where(condition).get() ?? null;
}

function findCredentials(db: SqliteDatabase, id: number): Credentials | null {
  const person = findPerson(db, eq(people.id, id));
  const row = db
    .select({ passwordHash: people.passwordHash, sealedTotpSecret: people.totpSecret })
    .from(people)
    .where(eq(people.id, id))
    .get();
  return person && row ? { person, ...row } : null;
}

/** The author of an entry about using a link: the person that it created, or the console. */
function asThemselves(by: By, id: number, email: string): By {
  return by.author.kind === "nobody" ? { ...by, author: { ...by.author, kind: "person", id, name: email } } : by;
}
