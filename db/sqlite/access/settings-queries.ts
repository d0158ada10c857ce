import type { AccessStore } from "@/db/access-store";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { settings } from "@/db/sqlite/schema/access-schema";
import { type Settings, settingsSchema } from "@/domain/operations/settings";
import type { WriteAudit } from "./audit-log";

/** Queries of settings, with one row per changed setting. */
export function settingsQueries(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): AccessStore["settings"] {
  function read(): Settings {
    const rows = db.select().from(settings).all();
    return settingsSchema.parse(Object.fromEntries(rows.map(({ name, value }) => [name, value])));
  }

  return {
    read: async () => read(),
    change: (change, by) =>
      commit(() => {
        const before: Readonly<Record<string, unknown>> = read();
        for (const [name, value] of Object.entries(change)) {
          if (value === before[name]) continue;
          db.insert(settings)
            .values({ name, value })
            .onConflictDoUpdate({ target: settings.name, set: { value } })
            .run();
          write(
            { deed: "setting_changed", subject: name, details: { from: String(before[name]), to: String(value) } },
            by,
          );
        }
      }),
  };
}
