import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { bundleCommands } from "@/scripts/bundle-commands.mjs";
import { exposition } from "@/telemetry/metrics";
import { freshFolder, freshStore, storeAt } from "@/testing/fresh-store";

const ROOT = path.dirname(import.meta.dirname);
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

test("every metric used by the alert rules exists", async () => {
  const { text } = await exposition(freshStore(), 1_000);
  const told = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name));
  const asked = [...read("deploy/prometheus-rules.yml").matchAll(/\b(?:relink|nodejs|process)_[a-z0-9_]+/g)].map(
    ([name]) => name.replace(/_bucket$/, ""),
  );
  expect(new Set(asked).size).toBeGreaterThan(10);
  expect([...new Set(asked)].filter((name) => !told.has(name))).toEqual([]);
});

test("a command in a deployed folder uses the database from that folder's .env, wherever it is called from", async () => {
  const folder = freshFolder();
  const dataDir = freshFolder();
  storeAt(path.join(dataDir, "relink.db"));
  await bundleCommands(folder);
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  cpSync(path.join(ROOT, "db/sqlite/migrations"), path.join(folder, "db/sqlite/migrations"), { recursive: true });
  writeFileSync(path.join(folder, ".env"), `\ufeffRELINK_DATA_DIR=${dataDir}\n`);
  const env = { ...process.env, RELINK_DATA_DIR: undefined };
  const command = path.join(folder, "commands", "admin.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command], { cwd: "/", env, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Nobody yet.");
});

test("a deployed folder refuses invalid settings before the framework reports that it is ready", async () => {
  const folder = freshFolder();
  await bundleCommands(folder, ["check-settings"]);
  cpSync(path.join(ROOT, "deploy/start.mjs"), path.join(folder, "start.mjs"));
  const server = 'process.stdout.write(["Ready on", process.env.HOSTNAME, process.env.PORT].join(" "));';
  writeFileSync(path.join(folder, "server.js"), server);
  const start = (text: string) => {
    writeFileSync(path.join(folder, ".env"), text);
    const env = { ...process.env, HOST: undefined, PORT: undefined };
    return spawnSync(process.execPath, [path.join(folder, "start.mjs")], { cwd: "/", env, encoding: "utf8" });
  };
  const refused = start("PORT=http\n");
  expect([refused.status, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toContain("Relink did not start. The configuration is wrong");
  expect(refused.stderr).toContain("PORT: must be a whole number from 0 to 65535");
  const started = start('HOST=" ::1 "\nPORT=" 8080"\n');
  expect([started.status, started.stdout, started.stderr]).toEqual([0, "Ready on ::1 8080", ""]);
});

test("an image is built from sources only, and ends up without a compiler and unprivileged", () => {
  const allowed = read(".dockerignore")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(allowed[0]).toBe("*");
  const names = allowed.slice(1).map((rule) => rule.replace(/^!/, ""));
  expect(
    names.filter((name) => /[*?/]/.test(name) || /^(\.|data$)/.test(name) || !existsSync(path.join(ROOT, name))),
  ).toEqual([]);
  const [base, ...steps] = (
    read("deploy/Dockerfile")
      .split(/^FROM /m)
      .at(-1) ?? ""
  ).split("\n");
  expect(base).toMatch(/-slim$/);
  expect(steps).toContain("USER 1000:1000");
  expect(steps.filter((step) => step.startsWith("RUN"))).toEqual([]);
});

test("nginx passes Relink the host as browsers know it, with its port", () => {
  const told = [...read("deploy/nginx.conf").matchAll(/proxy_set_header (Host|X-Forwarded-Host) (\S+);/g)];
  expect(told.map(([, name, value]) => [name, value])).toEqual([
    ["Host", "$http_host"],
    ["X-Forwarded-Host", "$http_host"],
  ]);
});

test("the containers have no more privileges than they need", () => {
  const services = read("deploy/compose.yaml")
    .split(/^ {2}(?=\w+:$)/m)
    .filter((part) => /^(relink|caddy):/.test(part));
  expect(services).toHaveLength(2);
  for (const service of services)
    for (const limit of ["read_only: true", "cap_drop: [ALL]", '"no-new-privileges:true"'])
      expect(service).toContain(limit);
  expect(services[0]).toContain('"127.0.0.1:3000:3000"');
});

test.skipIf(!hasSystemd)("systemd accepts the unit and rates it as well confined", () => {
  const unit = path.join(freshFolder(), "relink.service");
  // The only path that may differ on this machine.
  writeFileSync(unit, read("deploy/relink.service").replaceAll("/usr/bin/node", process.execPath));
  const verified = spawnSync("systemd-analyze", ["verify", unit], { encoding: "utf8" });
  expect([verified.status, verified.stderr]).toEqual([0, ""]);
  const judged = spawnSync("systemd-analyze", ["security", "--offline=true", "--threshold=20", "--no-pager", unit]);
  expect(judged.status).toBe(0);
});
