import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: [
    "./db/sqlite/schema/schema.ts",
    "./db/sqlite/schema/access-schema.ts",
    "./db/sqlite/schema/outreach-schema.ts",
  ],
  out: "./db/sqlite/migrations",
});
