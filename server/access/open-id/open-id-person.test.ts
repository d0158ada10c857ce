import { pino } from "pino";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { By } from "@/domain/access/audit";
import { PROOF_LIFE_MS } from "@/domain/access/proof";
import type { Role } from "@/domain/access/role";
import { processWide } from "@/server/process/process-wide";
import { freshStore } from "@/testing/fresh-store";
import { addPerson } from "@/testing/servers/add-person";
import { findOpenIdPerson, findProvenPerson } from "./open-id-person";
import type { Arrival, Profile } from "./open-id-provider";

const NOW = 1_800_000_000_000;
const ISSUER = "https://login.example.com";
const BY: By = { author: { kind: "nobody", id: null, name: "not signed in", address: null, agent: null }, at: 1 };

let lines: string[] = [];

beforeEach(() => {
  lines = [];
  globalThis.relink?.delete("log");
  processWide("log", () => pino({ base: null }, { write: (line) => void lines.push(line) }));
  onTestFinished(() => void globalThis.relink?.delete("log"));
});

function arrival(
  changed: Partial<Profile> & {
    readonly issuer?: string;
    readonly subject?: string;
    readonly signedInAt?: number;
  } = {},
): Arrival {
  const { issuer = ISSUER, subject = "subject-1", signedInAt = null, ...profile } = changed;
  const found: Profile = { email: "ana@x.test", isEmailConfirmed: true, name: "Ana", ...profile };
  return { issuer, subject, signedInAt, findProfile: async () => found };
}

async function freshTeam() {
  const store = freshStore();
  const add = (email: string, role: Role) => addPerson(store, email, { role, passwordHash: null }, BY);
  const admin = await add("ana@x.test", "admin");
  const find = (arrived: Arrival, domains: readonly string[] = []) => findOpenIdPerson(store, { domains }, arrived, BY);
  return { store, admin, add, find };
}

test("an unconfirmed or missing address signs nobody in, and the log says which", async () => {
  const { find } = await freshTeam();
  expect(await find(arrival({ email: null }))).toEqual({ problem: "no_email" });
  expect(await find(arrival({ isEmailConfirmed: false }))).toEqual({ problem: "unconfirmed" });
  expect(await find(arrival({ isEmailConfirmed: "unknown" }))).toEqual({ problem: "confirmation_missing" });
  expect(await find(arrival({ email: "eve@y.test" }))).toEqual({ problem: "not_invited" });
  expect(lines.map((line) => JSON.parse(line).problem)).toEqual([
    "no_email",
    "unconfirmed",
    "confirmation_missing",
    "not_invited",
  ]);
  expect(lines.join()).not.toMatch(/ana|x\.test|y\.test|subject-1/i);
});

test("a person who signed in before is known by the provider's subject id, whatever became of their address", async () => {
  const { find, admin } = await freshTeam();
  await find(arrival());
  expect(await find(arrival({ email: null, isEmailConfirmed: false }))).toMatchObject({ id: admin.id });
});

test("a newcomer needs an invitation or an allowed domain, and gets the provider's name for them, or their address", async () => {
  const { find, store } = await freshTeam();
  expect(await find(arrival({ email: "bo@ours.test", subject: "bo" }), ["ours.test"])).toMatchObject({
    role: "viewer",
  });
  const link = { kind: "invitation", email: "cy@y.test", role: "operator", personId: null, expiresAt: 9 } as const;
  await store.links.make({ ...link, secretHash: "l" }, null, BY);
  expect(await find(arrival({ email: "cy@y.test", subject: "cy", name: null }))).toMatchObject({
    role: "operator",
    name: "cy@y.test",
  });
});

test("another account of the same issuer never takes over a person by their address, until an admin unlinks the first", async () => {
  const { find, store, admin } = await freshTeam();
  await find(arrival());
  const second = arrival({ subject: "subject-2" });
  expect(await find(second)).toEqual({ problem: "other_identity", email: "ana@x.test" });
  expect(await find(arrival())).toMatchObject({ id: admin.id });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ problem: "other_identity" });
  expect(lines.join()).not.toMatch(/ana|x\.test|subject-/);
  await store.people.unlinkIdentities(admin.id, BY);
  expect(await find(second)).toMatchObject({ id: admin.id });
});

test("an address that only looks like a person's is a different one", async () => {
  const { find } = await freshTeam();
  for (const email of ["ａna@x.test", "ana@ｘ.test", "\u1D43na@x.test"])
    expect(await find(arrival({ email, subject: email }))).toEqual({ problem: "not_invited" });
});

test("after a move to another issuer, people are known there by their confirmed address", async () => {
  const { find, admin } = await freshTeam();
  await find(arrival());
  expect(await find(arrival({ issuer: "https://new.example.com", subject: "9" }))).toMatchObject({ id: admin.id });
});

test("only a fresh sign-in at the provider proves identity: as the same person, at a time the provider states", async () => {
  const { find, store, admin } = await freshTeam();
  await find(arrival());
  const prove = (arrived: Arrival) => findProvenPerson(store, arrived, admin.id, { ...BY, at: NOW });
  expect(await prove(arrival({ signedInAt: NOW - 1_000 }))).toMatchObject({ id: admin.id });
  expect(await prove(arrival({ signedInAt: NOW - PROOF_LIFE_MS }))).toEqual({ problem: "not_asked_again" });
  expect(await prove(arrival())).toEqual({ problem: "not_asked_again" });
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ problem: "not_asked_again", about: "auth_time" });
  expect(await prove(arrival({ subject: "subject-2", signedInAt: NOW }))).toEqual({ problem: "other_person" });
});
