import { spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "./free-port";

test("a port in use is not returned", async () => {
  const taken = new Set<number>();
  for (let count = 0; count < 10; count++) {
    const port = await freePort();
    const server = createServer();
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    expect(taken).not.toContain(port);
    taken.add(port);
  }
});

test("two processes never get the same port", async () => {
  const file = path.join(import.meta.dirname, "free-port.ts");
  const program = `import { freePort } from ${JSON.stringify(file)};
    for (let count = 0; count < 20; count++) console.log(await freePort()); setInterval(() => {}, 1_000);`;
  const portsOf = () =>
    new Promise<string[]>((resolve, reject) => {
      const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program]);
      onTestFinished(() => void child.kill("SIGKILL"));
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk;
        const lines = text.trim().split("\n");
        if (text.endsWith("\n") && lines.length === 20) resolve(lines);
      });
      child.once("exit", () => reject(new Error("It ended by itself.")));
    });
  const [one, other] = await Promise.all([portsOf(), portsOf()]);
  expect(new Set([...one, ...other]).size).toBe(40);
});
