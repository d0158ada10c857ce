/**
 * The permissions named in the vendor's docs and SDKs (https://docs.ofauth.com, April 2026), in the order in which people think
 * of them. The set is open: unknown ones are shown as they are, after these.
 */
export const KNOWN_PERMISSIONS = [
  "profile:read",
  "profile:write",
  "posts:read",
  "posts:write",
  "messages:read",
  "messages:write",
  "subscribers:read",
  "subscribers:write",
  "vault:read",
  "vault:write",
  "analytics:read",
  "earnings:read",
  "notifications:read",
  "lists:read",
  "lists:write",
  "promotions:read",
  "promotions:write",
  "subscriptions:read",
  "users:write",
] as const;

const RANKS = new Map<string, number>(KNOWN_PERMISSIONS.map((name, rank) => [name, rank]));

/** Sorts permissions in the order of `KNOWN_PERMISSIONS`, then unknown ones by name. */
export function sortPermissions(permissions: readonly string[]): string[] {
  return [...permissions].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : Number(a > b)));
}

function rankOf(permission: string): number {
  return RANKS.get(permission) ?? RANKS.size;
}
