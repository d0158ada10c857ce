import type { By } from "@/domain/access/audit";

/** The author of acts in tests. */
export const BY: By = {
  author: { kind: "person", id: 1, name: "ana@example.com", address: "192.0.2.1", agent: "a test" },
  at: 1_000,
};
