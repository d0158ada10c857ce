import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import { type Author, type By, CONSOLE } from "@/domain/access/audit";
import { ENTRIES_PER_PAGE, parseAuditSearch, WHOLE_AUDIT } from "@/domain/access/audit-search";
import type { Role } from "@/domain/access/role";
import { CHALLENGE_LIFE_MS, CHALLENGE_TRIES_MAX, SESSION_IDLE_MS, SESSION_LIFE_MS } from "@/domain/access/sign-in";
import { addPerson as addPersonBy } from "@/testing/servers/add-person";

const HOUR = 3_600_000;
const NOBODY: Author = { kind: "nobody", id: null, name: "not signed in", address: "192.0.2.1", agent: "a test" };

const by = (at: number, author: Author = CONSOLE): By => ({ author, at });

function addPerson(store: Store, email: string, role: Role = "viewer") {
  return addPersonBy(store, email, { role }, by(0));
}

async function deedsOf(store: Store): Promise<string[]> {
  return (await store.audit.search(WHOLE_AUDIT, 0)).rows.map((entry) => entry.deed);
}

function signIn(
  store: Store,
  personId: number,
  secretHash: string,
  at: number,
  deviceHash = `device of ${secretHash}`,
) {
  return store.sessions.begin({ personId, secretHash, method: "password", deviceHash }, by(at, NOBODY));
}

function passkeyOf(personId: number) {
  return { id: "key", personId, publicKey: new Uint8Array([1]), counter: 0, transports: [] };
}

/** Tests what every store promises about access and the audit log. */
export function describeAccess(name: string, freshStore: () => Store): void {
  describe(`${name}: access`, () => testAccess(freshStore));
}

function testAccess(freshStore: () => Store): void {
  describe("people", () => {
    test("an e-mail address belongs to one person, and refusals are not logged", async () => {
      const store = freshStore();
      const ana = await addPerson(store, "ana@x.test", "admin");
      expect(ana).toMatchObject({ role: "admin", hasPassword: true, hasTwoStep: false, passkeys: 0, seenAt: null });
      const again = { email: "ana@x.test", name: "Other", role: "viewer", passwordHash: null } as const;
      expect(await store.people.create(again, { deed: "joined" }, by(1))).toEqual({ refusal: "email_taken" });
      expect(await deedsOf(store)).toEqual(["joined"]);
      expect(JSON.stringify(await store.people.list())).not.toContain("a hash");
    });

    test("a person has their own passkeys, and nobody else's", async () => {
      const store = freshStore();
      const [ana, bo] = [await addPerson(store, "ana@x.test"), await addPerson(store, "bo@x.test")];
      const key = { personId: bo.id, publicKey: new Uint8Array(1), counter: 0, transports: [], name: "Laptop" };
      await store.passkeys.add({ ...key, id: "one" }, by(1));
      await store.passkeys.add({ ...key, id: "two" }, by(2));
      expect(await store.people.find(bo.id)).toMatchObject({ passkeys: 2 });
      expect(await store.people.find(ana.id)).toMatchObject({ passkeys: 0 });
    });

    test("there is always an admin", async () => {
      const store = freshStore();
      const ana = await addPerson(store, "ana@x.test", "admin");
      expect(await store.people.changeRole(ana.id, "viewer", by(1))).toEqual({ refusal: "last_admin" });
      expect(await store.people.remove(ana.id, by(1))).toEqual({ refusal: "last_admin" });
      const bo = await addPerson(store, "bo@x.test", "admin");
      expect(await store.people.changeRole(ana.id, "viewer", by(2))).toMatchObject({ person: { role: "viewer" } });
      expect(await store.people.remove(bo.id, by(3))).toEqual({ refusal: "last_admin" });
      expect(await store.people.changeRole(999, "admin", by(3))).toEqual({ refusal: "unknown_person" });
    });

    test("a removed person is signed out at once, and what they did stays", async () => {
      const store = freshStore();
      await addPerson(store, "ana@x.test", "admin");
      const bo = await addPerson(store, "bo@x.test");
      await signIn(store, bo.id, "s1", 1);
      await store.people.linkIdentity(bo.id, "https://issuer", "bo", by(1));
      await store.people.remove(bo.id, by(2));
      expect(await store.sessions.find("s1", 3)).toBeNull();
      expect(await store.people.findByIdentity("https://issuer", "bo")).toBeNull();
      expect(await deedsOf(store)).toEqual(["person_removed", "identity_linked", "signed_in", "joined", "joined"]);
      const next = await addPerson(store, "cy@x.test");
      expect(next.id).toBeGreaterThan(bo.id);
    });

    test("a person has one identity per issuer: another is refused until an admin unlinks it", async () => {
      const store = freshStore();
      const [ana, bo] = [await addPerson(store, "ana@x.test"), await addPerson(store, "bo@x.test")];
      const { people } = store;
      expect(ana).toMatchObject({ hasSingleSignOn: false });
      const tries = ["first", "second"].map((subject) => people.linkIdentity(ana.id, "https://a.test", subject, by(1)));
      expect(await Promise.all(tries)).toEqual(["linked", "other_identity"]);
      expect(await people.linkIdentity(ana.id, "https://a.test", "first", by(1))).toBe("linked");
      expect(await people.linkIdentity(bo.id, "https://a.test", "first", by(1))).toBe("other_identity");
      expect(await people.findByIdentity("https://a.test", "second")).toBeNull();
      expect(await people.findByIdentity("https://a.test", "first")).toMatchObject({
        id: ana.id,
        hasSingleSignOn: true,
      });
      expect(await people.linkIdentity(ana.id, "https://b.test", "elsewhere", by(1))).toBe("linked");
      expect((await deedsOf(store)).filter((deed) => deed === "identity_linked")).toHaveLength(2);

      await store.sessions.begin(
        { personId: ana.id, secretHash: "sso", method: "openid", deviceHash: "d" },
        by(2, NOBODY),
      );
      await signIn(store, ana.id, "password", 2);
      expect(await people.unlinkIdentities(ana.id, by(3))).toBe(2);
      expect(await people.unlinkIdentities(ana.id, by(3))).toBe(0);
      expect((await deedsOf(store)).slice(0, 2)).toEqual(["identity_unlinked", "identity_unlinked"]);
      expect(await people.findByIdentity("https://a.test", "first")).toBeNull();
      expect(await store.sessions.find("sso", 4)).toBeNull();
      expect(await store.sessions.find("password", 4)).not.toBeNull();
      expect(await people.linkIdentity(ana.id, "https://a.test", "second", by(4))).toBe("linked");
    });

    test("a new password ends all other sessions", async () => {
      const store = freshStore();
      const ana = await addPerson(store, "ana@x.test");
      await signIn(store, ana.id, "here", 1);
      await signIn(store, ana.id, "elsewhere", 2);
      const here = await store.sessions.find("here", 3);
      await store.people.setPassword(ana.id, "another hash", here?.session.id ?? null, by(3));
      expect(await store.sessions.find("here", 4)).not.toBeNull();
      expect(await store.sessions.find("elsewhere", 4)).toBeNull();
      expect((await store.people.findCredentials(ana.id))?.passwordHash).toBe("another hash");
    });

    test("a code is valid once, and so is each recovery code", async () => {
      const store = freshStore();
      const ana = await addPerson(store, "ana@x.test");
      await store.people.setTwoStep(ana.id, { sealedSecret: "sealed", codeHashes: ["c1", "c2"] }, by(1));
      expect(await store.people.find(ana.id)).toMatchObject({ hasTwoStep: true });
      expect(await store.people.spendTotpStep(ana.id, 50)).toBe(true);
      expect(await store.people.spendTotpStep(ana.id, 50)).toBe(false);
      expect(await store.people.spendTotpStep(ana.id, 49)).toBe(false);
      const twice = [
        store.people.spendRecoveryCode(ana.id, "c1", by(2)),
        store.people.spendRecoveryCode(ana.id, "c1", by(2)),
      ];
      expect((await Promise.all(twice)).sort()).toEqual([false, true]);
      await store.people.setTwoStep(ana.id, null, by(3));
      expect(await store.people.spendRecoveryCode(ana.id, "c2", by(4))).toBe(false);
    });
  });

  describe("one-time links", () => {
    const link = { kind: "invitation", email: "bo@x.test", role: "operator", personId: null, expiresAt: 100 } as const;
    const bo = { email: "bo@x.test", name: "Bo", role: "operator", passwordHash: "hash" } as const;
    const options = { deed: { deed: "joined" }, clearsTwoStep: false } as const;

    test("one person gets in, however many try at once, and is the one logged", async () => {
      const store = freshStore();
      await store.links.make({ ...link, secretHash: "l1" }, { deed: "invited", subject: "bo@x.test" }, by(1));
      expect(await store.links.find("l1", 50)).toMatchObject({ kind: "invitation", role: "operator" });
      const tries = await Promise.all([1, 2, 3].map(() => store.people.redeemLink("l1", bo, options, by(50, NOBODY))));
      expect(tries.filter((one) => one && "person" in one)).toHaveLength(1);
      expect(await store.links.find("l1", 51)).toBeNull();
      const [entry] = (await store.audit.search(WHOLE_AUDIT, 0)).rows;
      expect(entry).toMatchObject({
        deed: "joined",
        author: { kind: "person", name: "bo@x.test", address: "192.0.2.1" },
      });
    });

    test("expired, withdrawn and replaced links are invalid", async () => {
      const store = freshStore();
      await store.links.make({ ...link, secretHash: "old" }, null, by(1));
      expect(await store.links.find("old", 100)).toBeNull();
      expect(await store.people.redeemLink("old", bo, options, by(100, NOBODY))).toBeNull();
      await store.links.make({ ...link, secretHash: "first" }, null, by(1));
      await store.links.make({ ...link, secretHash: "second" }, null, by(2));
      expect(await store.links.find("first", 3)).toBeNull();
      const [open] = await store.links.list(3);
      await store.links.withdraw(open?.id ?? 0, by(3));
      expect(await store.people.redeemLink("second", bo, options, by(4, NOBODY))).toBeNull();
      expect(await store.people.count()).toBe(0);
    });

    test("a set-up link only creates the first person, and an access link ends sessions and the second step", async () => {
      const store = freshStore();
      const setUp = { ...link, kind: "set_up", email: null, role: "admin" } as const;
      await store.links.make({ ...setUp, secretHash: "setup" }, null, by(1));
      const ana = await addPerson(store, "ana@x.test", "admin");
      expect(await store.people.redeemLink("setup", bo, options, by(2, NOBODY))).toBeNull();
      await signIn(store, ana.id, "s", 2);
      await store.people.setTwoStep(ana.id, { sealedSecret: "sealed", codeHashes: [] }, by(2));
      await store.links.make(
        { ...link, kind: "access", email: ana.email, personId: ana.id, secretHash: "back" },
        null,
        by(3),
      );
      const back = { deed: { deed: "access_restored" }, clearsTwoStep: true } as const;
      const outcome = await store.people.redeemLink("back", { ...bo, passwordHash: "fresh" }, back, by(4, NOBODY));
      expect(outcome).toMatchObject({ person: { id: ana.id, role: "admin", name: "ana", hasTwoStep: false } });
      expect(await store.sessions.find("s", 5)).toBeNull();
    });
  });

  describe("sessions", () => {
    test("a session ends after a week without use, and after a month in any case", async () => {
      const store = freshStore();
      const ana = await addPerson(store, "ana@x.test");
      await signIn(store, ana.id, "s", 0);
      expect(await store.sessions.find("s", SESSION_IDLE_MS - 1)).toMatchObject({ person: { email: "ana@x.test" } });
      expect(await store.sessions.find("other", 1)).toBeNull();
      let at = SESSION_IDLE_MS - 1;
      // Use is recorded after the response.
      await expect.poll(async () => (await store.sessions.list(ana.id, at))[0]?.seenAt).toBe(at);
      for (; at < SESSION_LIFE_MS - HOUR; at += SESSION_IDLE_MS / 2) {
        expect(await store.sessions.find("s", at)).not.toBeNull();
        await expect.poll(async () => (await store.sessions.list(ana.id, at))[0]?.seenAt).toBe(at);
      }
      expect(await store.sessions.find("s", SESSION_LIFE_MS)).toBeNull();
    });

    test("a sign-in and each later proof apply to their own session only, and are logged", async () => {
      const store = freshStore();
      const [ana, bo] = [await addPerson(store, "ana@x.test"), await addPerson(store, "bo@x.test")];
      await signIn(store, ana.id, "here", 10);
      await signIn(store, ana.id, "elsewhere", 20);
      const here = (await store.sessions.find("here", 30))?.session;
      expect(here).toMatchObject({ provenAt: 10 });
      await store.sessions.prove(bo.id, here?.id ?? 0, "password", by(40));
      expect(await store.sessions.find("here", 41)).toMatchObject({ session: { provenAt: 10 } });
      expect(await deedsOf(store)).not.toContain("identity_confirmed");
      await store.sessions.prove(ana.id, here?.id ?? 0, "passkey", by(50));
      expect(await store.sessions.find("here", 51)).toMatchObject({ session: { provenAt: 50 } });
      expect(await store.sessions.find("elsewhere", 51)).toMatchObject({ session: { provenAt: 20 } });
      const [entry] = (await store.audit.search(WHOLE_AUDIT, 0)).rows;
      expect(entry).toMatchObject({ deed: "identity_confirmed", details: { method: "passkey" } });
    });

    test("a sign-in without a proof, or with an earlier one, doesn't count as a later proof", async () => {
      const store = freshStore();
      const ana = await addPerson(store, "ana@x.test");
      for (const provenAt of [0, 20]) {
        const session = {
          personId: ana.id,
          secretHash: `proven at ${provenAt}`,
          method: "openid",
          deviceHash: "d",
        } as const;
        await store.sessions.begin({ ...session, provenAt }, by(30, NOBODY));
        expect(await store.sessions.find(session.secretHash, 31)).toMatchObject({
          session: { createdAt: 30, provenAt },
        });
      }
    });

    test("nobody can end another person's session, and a browser is known only for its own people", async () => {
      const store = freshStore();
      const [ana, bo] = [await addPerson(store, "ana@x.test"), await addPerson(store, "bo@x.test")];
      await signIn(store, ana.id, "s", 1, "d");
      const [session] = await store.sessions.list(ana.id, 2);
      await store.sessions.end(bo.id, session?.id ?? 0, { deed: "session_ended" }, by(2));
      expect(await store.sessions.find("s", 3)).not.toBeNull();
      expect(await store.sessions.isKnownDevice(ana.id, "d")).toBe(true);
      expect(await store.sessions.isKnownDevice(bo.id, "d")).toBe(false);
      expect(await store.sessions.endOthers(ana.id, null, by(4))).toBe(1);
      expect(await store.sessions.find("s", 5)).toBeNull();
    });
  });

  describe("challenges and attempts", () => {
    const asked = { kind: "passkey", challenge: "c" } as const;

    test("a challenge can be answered once, for a while, in a few tries", async () => {
      const store = freshStore();
      await store.challenges.ask("a", asked, 0);
      expect(await store.challenges.take("a", 1)).toEqual(asked);
      expect(await store.challenges.take("a", 1)).toBeNull();
      await store.challenges.ask("b", asked, 0);
      expect(await store.challenges.look("b", CHALLENGE_LIFE_MS)).toBeNull();
      for (let tries = 0; tries < CHALLENGE_TRIES_MAX; tries++)
        expect(await store.challenges.look("b", 1)).toEqual(asked);
      expect(await store.challenges.look("b", 1)).toBeNull();
      expect(await store.challenges.take("b", 1)).toBeNull();
    });

    test("a person's challenges end when their password, second step or role changes, or they are removed", async () => {
      const store = freshStore();
      const { challenges, people } = store;
      await addPerson(store, "ana@x.test", "admin");
      const bo = await addPerson(store, "bo@x.test", "admin");
      const cy = await addPerson(store, "cy@x.test");
      const kinds = (personId: number) =>
        [
          { kind: "second_step", personId, next: "/" },
          { kind: "new_two_step", personId, sealedSecret: "sealed" },
          { kind: "new_passkey", personId, challenge: "c" },
          { kind: "openid", state: "s", nonce: "n", verifier: "v", next: "/", personId },
        ] as const;
      await challenges.ask("cy's", { kind: "second_step", personId: cy.id, next: "/" }, 0);
      await challenges.ask("nobody's", asked, 0);
      const link = { kind: "access", email: bo.email, role: null, personId: bo.id, expiresAt: 100 } as const;
      await store.links.make({ ...link, secretHash: "back" }, null, by(1));
      const back = { deed: { deed: "access_restored" }, clearsTwoStep: true } as const;
      const newPassword = { email: bo.email, name: bo.name, role: bo.role, passwordHash: "by link" };
      const changes = [
        () => people.setPassword(bo.id, "another", null, by(1)),
        () => people.setTwoStep(bo.id, { sealedSecret: "sealed", codeHashes: ["c"] }, by(1)),
        () => people.setRecoveryCodes(bo.id, ["d"], by(1)),
        () => people.setTwoStep(bo.id, null, by(1)),
        () => people.redeemLink("back", newPassword, back, by(1, NOBODY)),
        () => people.changeRole(bo.id, "viewer", by(1)),
        () => people.unlinkIdentities(bo.id, by(1)),
        () => store.passkeys.add({ ...passkeyOf(bo.id), name: "Phone" }, by(1)),
        () => store.passkeys.remove(bo.id, passkeyOf(bo.id).id, by(1)),
        () => people.remove(bo.id, by(1)),
      ];
      await people.linkIdentity(bo.id, "https://issuer", "bo", by(1));
      for (const [round, change] of changes.entries()) {
        for (const content of kinds(bo.id)) await challenges.ask(`${content.kind} ${round}`, content, 0);
        await change();
        for (const { kind } of kinds(bo.id)) {
          expect(await challenges.look(`${kind} ${round}`, 1), `${kind} after ${change}`).toBeNull();
          expect(await challenges.take(`${kind} ${round}`, 1), `${kind} after ${change}`).toBeNull();
        }
      }
      expect(await challenges.take("cy's", 1)).not.toBeNull();
      expect(await challenges.take("nobody's", 1)).not.toBeNull();
    });

    test("using a code, a recovery code or a session ends no challenge", async () => {
      const store = freshStore();
      const ana = await addPerson(store, "ana@x.test");
      await store.people.setTwoStep(ana.id, { sealedSecret: "sealed", codeHashes: ["c"] }, by(1));
      await store.challenges.ask("s", { kind: "second_step", personId: ana.id, next: "/" }, 1);
      await store.people.spendRecoveryCode(ana.id, "c", by(1));
      await store.people.spendTotpStep(ana.id, 5);
      await signIn(store, ana.id, "other", 1);
      expect(await store.challenges.take("s", 2)).not.toBeNull();
    });

    test("among many attempts at once, no more get through than may fail; later they may again", async () => {
      const store = freshStore();
      const buckets = [
        { kind: "pair", key: "pair", failuresMax: 5, windowMs: HOUR },
        { kind: "from", key: "from", failuresMax: 30, windowMs: HOUR },
      ];
      const verdicts = await Promise.all(Array.from({ length: 20 }, () => store.attempts.begin(buckets, 1)));
      expect(verdicts.filter((one) => one.isAllowed)).toHaveLength(5);
      expect(verdicts.at(-1)).toEqual({ isAllowed: false, retryAt: 1 + HOUR });
      await store.attempts.forgive(buckets);
      expect((await store.attempts.begin(buckets, 2)).isAllowed).toBe(true);
      expect((await store.attempts.begin(buckets, 3)).isAllowed).toBe(false);
      expect((await store.attempts.begin(buckets.slice(1), 3)).isAllowed).toBe(true);
      expect((await store.attempts.begin(buckets, 2 + HOUR)).isAllowed).toBe(true);
    });
  });

  test("a token is valid until it expires or is revoked", async () => {
    const store = freshStore();
    const token = {
      name: "Nightly",
      hint: "relink_abcd",
      role: "operator",
      madeBy: "ana",
      createdAt: 0,
      expiresAt: 100,
    } as const;
    expect(await store.tokens.make({ ...token, secretHash: "t" }, by(0))).toBe("made");
    expect(await store.tokens.find("t", 99)).toMatchObject({ name: "Nightly", role: "operator" });
    expect(await store.tokens.find("t", 100)).toBeNull();
    const [kept] = await store.tokens.list();
    await store.tokens.revoke(kept?.id ?? 0, by(50));
    expect(await store.tokens.find("t", 51)).toBeNull();
    expect(await deedsOf(store)).toEqual(["token_revoked", "token_made"]);
  });

  test("removing a person revokes their tokens, and a lower role revokes those above it", async () => {
    const store = freshStore();
    await addPerson(store, "ana@x.test", "admin");
    const bo = await addPerson(store, "bo@x.test", "admin");
    const make = (name: string, role: Role, madeBy: string) =>
      store.tokens.make(
        { name, role, madeBy, hint: "relink_abcd", secretHash: name, createdAt: 0, expiresAt: 100 },
        by(0),
      );
    await make("reads", "viewer", "bo@x.test");
    await make("exports", "operator", "bo@x.test");
    await make("all", "admin", "bo@x.test");
    await make("Ana's", "admin", "ana@x.test");
    const names = async () => (await store.tokens.list()).map((token) => token.name).sort();
    await store.people.changeRole(bo.id, "operator", by(1));
    expect(await names()).toEqual(["Ana's", "exports", "reads"]);
    expect((await deedsOf(store)).slice(0, 2)).toEqual(["token_revoked", "role_changed"]);
    await store.people.remove(bo.id, by(2));
    expect(await names()).toEqual(["Ana's"]);
    expect(await store.tokens.find("reads", 50)).toBeNull();
    expect((await deedsOf(store)).slice(0, 3)).toEqual(["token_revoked", "token_revoked", "person_removed"]);
  });

  test("a setting has its last value, and each change is logged once", async () => {
    const store = freshStore();
    const before = await store.settings.read();
    expect(before.masksNamesForViewers).toBe(false);
    await store.settings.change({ masksNamesForViewers: true }, by(1));
    await store.settings.change({ masksNamesForViewers: true }, by(2));
    expect(await store.settings.read()).toEqual({ ...before, masksNamesForViewers: true });
    expect(await deedsOf(store)).toEqual(["setting_changed"]);
  });

  describe("the audit log", () => {
    test("can be paged both ways, filtered, and exported whole", async () => {
      const store = freshStore();
      const total = ENTRIES_PER_PAGE * 2 + 7;
      for (let index = 0; index < total; index++) {
        const deed = index % 2 === 0 ? "view_added" : "view_removed";
        await store.audit.write({ deed, subject: `View ${index}` }, by(index));
      }
      const first = await store.audit.search(WHOLE_AUDIT, 0);
      expect([first.rows.length, first.previous]).toEqual([ENTRIES_PER_PAGE, null]);
      const second = await store.audit.search({ ...WHOLE_AUDIT, after: first.next ?? "" }, 0);
      const third = await store.audit.search({ ...WHOLE_AUDIT, after: second.next ?? "" }, 0);
      expect([third.rows.length, third.next]).toEqual([7, null]);
      const back = await store.audit.search({ ...WHOLE_AUDIT, before: third.previous ?? "" }, 0);
      expect(back.rows).toEqual(second.rows);
      const narrowed = parseAuditSearch({ deed: "view_added", q: "VIEW 10" });
      const found = (await store.audit.search(narrowed, 0)).rows.map((entry) => entry.subject);
      expect(found).toEqual(["View 106", "View 104", "View 102", "View 100", "View 10"]);
      await store.audit.write({ deed: "view_added", subject: "İrem O’Brien" }, by(total));
      for (const q of ["irem obrien", "İREM O'B"]) {
        expect((await store.audit.search(parseAuditSearch({ q }), 0)).rows).toHaveLength(1);
      }
      let entries = 0;
      for await (const slice of store.audit.readAll(WHOLE_AUDIT, 0)) entries += slice.length;
      expect(entries).toBe(total + 1);
    });

    test("holds at most a few hundred entries an hour of a flood, and continues afterwards", async () => {
      const store = freshStore();
      const record = { deed: "sign_in_failed", subject: "an unknown address" } as const;
      await Promise.all(Array.from({ length: 700 }, () => store.audit.writeBounded(record, by(1, NOBODY))));
      await store.audit.writeBounded(record, by(1 + HOUR, NOBODY));
      let entries = 0;
      for await (const slice of store.audit.readAll(WHOLE_AUDIT, 0)) entries += slice.length;
      expect(entries).toBe(501);
    });

    test("a flood about nobody, or about one person, hides no failure of another", async () => {
      const store = freshStore();
      await addPerson(store, "ana@x.test", "admin");
      await addPerson(store, "bo@x.test");
      const fail = (subject: string) =>
        store.audit.writeBounded({ deed: "sign_in_failed", subject }, by(1, { ...NOBODY, name: subject }));
      for (const subject of ["an unknown address", "ana@x.test"])
        await Promise.all(Array.from({ length: 600 }, () => fail(subject)));
      await fail("bo@x.test");
      const entriesOf = async (q: string) => {
        let entries = 0;
        for await (const slice of store.audit.readAll(parseAuditSearch({ deed: "sign_in_failed", q }), 0))
          entries += slice.length;
        return entries;
      };
      expect([await entriesOf("unknown address"), await entriesOf("ana@"), await entriesOf("bo@")]).toEqual([
        500, 200, 1,
      ]);
    });
  });
}
