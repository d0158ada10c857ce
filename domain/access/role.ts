/** Roles of people and tokens, each including the ones before it: read; work and export; decide for the deployment. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_WORDS: Readonly<Record<Role, { readonly label: string; readonly may: string }>> = {
  viewer: { label: "Viewer", may: "reads" },
  operator: { label: "Operator", may: "reads, keeps views, exports" },
  admin: { label: "Admin", may: "all of it: people, settings, replay, erasure" },
};

/** Returns true if a role has everything that another one has. */
export function includesRole(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(other);
}

export function parseRole(value: unknown): Role | null {
  return ROLES.find((role) => role === value) ?? null;
}
