import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./db/sqlite/schema.ts", "./db/sqlite/access-schema.ts", "./db/sqlite/outreach-schema.ts"],
  out: "./db/sqlite/migrations",
});
