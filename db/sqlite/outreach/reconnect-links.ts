import { and, count, desc, eq, gt, isNull, max } from "drizzle-orm";
import type { HandOutOptions, OutreachStore } from "@/db/outreach-store";
import { addConnectionAct } from "@/db/sqlite/cases/case-acts";
import { isOpenCase } from "@/db/sqlite/cases/case-keeper";
import { cases as caseTable, linkSteps, reconnectLinks } from "@/db/sqlite/schema/outreach-schema";
import { connectionIds, connections } from "@/db/sqlite/schema/schema";
import type { By } from "@/domain/access/audit";
import { LINK_REST_MIN_MS, type ReconnectLink } from "@/domain/outreach/reconnect-link";
import type { LinkStep } from "@/domain/outreach/reconnect-step";
import type { OutreachParts } from "./outreach-parts";

/** Limits what someone can store by reloading a page all day. */
const STEPS_PER_LINK_MAX = 300;
/** The same step within this time is recorded once. */
const SAME_STEP_MS = 60_000;
const LINKS_PER_SLICE = 200;

/** Queries of reconnect links, and of their steps. */
export function reconnectLinkQueries({
  db,
  index,
  cases,
  commit,
  write,
  advance,
}: OutreachParts): OutreachStore["reconnectLinks"] {
  const select = () =>
    db
      .select({
        id: reconnectLinks.id,
        connectionId: connectionIds.id,
        nonce: reconnectLinks.nonce,
        createdAt: reconnectLinks.createdAt,
        expiresAt: reconnectLinks.expiresAt,
        revokedAt: reconnectLinks.revokedAt,
      })
      .from(reconnectLinks)
      .innerJoin(connectionIds, eq(connectionIds.key, reconnectLinks.connectionKey));

  function goodFor(key: number, until: number): ReconnectLink | undefined {
    return select()
      .where(
        and(
          eq(reconnectLinks.connectionKey, key),
          isNull(reconnectLinks.revokedAt),
          gt(reconnectLinks.expiresAt, until),
        ),
      )
      .orderBy(desc(reconnectLinks.id))
      .limit(1)
      .get();
  }

  function keyOf(connectionId: string): number | null {
    const row = db
      .select({ key: connections.key })
      .from(connections)
      .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
      .where(eq(connectionIds.id, connectionId))
      .get();
    return row?.key ?? null;
  }

  function handOutOne(
    connectionId: string,
    { now, expiresAt, mintNonce }: HandOutOptions,
    by: By,
  ): { readonly link: ReconnectLink; readonly isNoted: boolean } | null {
    const key = keyOf(connectionId);
    if (key === null) return null;
    const known = goodFor(key, now + Math.min(LINK_REST_MIN_MS, (expiresAt - now) / 2));
    const link = known ?? mint(key, connectionId, { now, expiresAt, mintNonce }, by);
    const step = { at: now, progress: "handed_out", detail: "", connectionId: null } as const;
    const isNoted = isWorthNoting(link.id, step, by.author.name);
    if (isNoted) addStep(link.id, key, step, by.author.name);
    return { link, isNoted };
  }

  function mint(
    connectionKey: number,
    connectionId: string,
    { now, expiresAt, mintNonce }: HandOutOptions,
    by: By,
  ): ReconnectLink {
    const row = { connectionKey, nonce: mintNonce(), createdAt: now, createdBy: by.author.name, expiresAt };
    const id = Number(db.insert(reconnectLinks).values(row).run().lastInsertRowid);
    return { id, connectionId, nonce: row.nonce, createdAt: now, expiresAt, revokedAt: null };
  }

  function addStep(
    linkId: number,
    connectionKey: number,
    step: Omit<LinkStep, "id">,
    personName: string | null = null,
  ): void {
    // Not before the case opened, in case the sender's clock is ahead of ours.
    const at = Math.max(step.at, openCaseOf(connectionKey)?.openedAt ?? 0);
    db.insert(linkSteps)
      .values({ linkId, connectionKey, ...step, at, personName })
      .run();
    cases.refresh(connectionKey);
    index.touch(connectionKey, []);
  }

  function newestStepId(): number {
    return (
      db
        .select({ id: max(linkSteps.id) })
        .from(linkSteps)
        .get()?.id ?? 0
    );
  }

  function openCaseOf(key: number) {
    return db
      .select({ openedAt: caseTable.openedAt })
      .from(caseTable)
      .where(and(eq(caseTable.connectionKey, key), isOpenCase()))
      .get();
  }

  function isWorthNoting(
    id: number,
    { progress, detail, at }: Omit<LinkStep, "id">,
    personName: string | null = null,
  ): boolean {
    const kept = db.select({ count: count() }).from(linkSteps).where(eq(linkSteps.linkId, id)).get()?.count ?? 0;
    if (kept >= STEPS_PER_LINK_MAX) return false;
    const last = db
      .select({
        progress: linkSteps.progress,
        detail: linkSteps.detail,
        at: linkSteps.at,
        personName: linkSteps.personName,
      })
      .from(linkSteps)
      .where(eq(linkSteps.linkId, id))
      .orderBy(desc(linkSteps.id))
      .limit(1)
      .get();
    // A reload adds no information. Starting again does: each start asks OFAuth.
    const isLike = last?.progress === progress && last.detail === detail && last.personName === personName;
    const isSame = isLike && at - last.at <= SAME_STEP_MS;
    return progress === "started" || !isSame;
  }

  return {
    handOut: async (ids, options, by) => {
      const links: ReconnectLink[] = [];
      for (let at = 0; at < ids.length; at += LINKS_PER_SLICE) {
        const slice = ids.slice(at, at + LINKS_PER_SLICE);
        const made = await commit(() => {
          const lastBefore = newestStepId();
          const found = slice.flatMap((id) => handOutOne(id, options, by) ?? []);
          const noted = found.filter(({ isNoted }) => isNoted).map(({ link }) => link);
          const [only] = noted.length === 1 ? noted : [];
          if (noted.length > 0) {
            const details = { links: noted.length, firstStep: lastBefore + 1, lastStep: newestStepId() };
            write({ deed: "links_handed_out", subject: only?.connectionId ?? "", details }, by);
          }
          return found.map(({ link }) => link);
        });
        links.push(...made);
      }
      if (links.length > 0) advance("outreach");
      return links;
    },
    find: async (id) => select().where(eq(reconnectLinks.id, id)).get() ?? null,
    findOf: async (connectionId, now) => {
      const key = keyOf(connectionId);
      return key === null ? null : (goodFor(key, now) ?? null);
    },
    revoke: async (id, by) => {
      await commit(() => {
        const link = select().where(eq(reconnectLinks.id, id)).get();
        if (!link || link.revokedAt !== null) return;
        db.update(reconnectLinks).set({ revokedAt: by.at }).where(eq(reconnectLinks.id, id)).run();
        const key = keyOf(link.connectionId);
        if (key !== null) addConnectionAct(db, key, { kind: "link_revoked" }, by);
        write({ deed: "link_revoked", subject: link.connectionId }, by);
      });
      advance("outreach");
    },
    note: async (id, step) => {
      await commit(() => {
        const row = db
          .select({ key: reconnectLinks.connectionKey })
          .from(reconnectLinks)
          .where(eq(reconnectLinks.id, id))
          .get();
        if (row && isWorthNoting(id, step)) addStep(id, row.key, step);
      });
      advance("outreach");
    },
  };
}
