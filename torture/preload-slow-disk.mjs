// Preloaded by the server (`node --import`): makes each transaction as slow as on a slow disk, with the write lock held and the
// thread blocked, like a sync to disk.
import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";

const Database = createRequire(import.meta.url)("better-sqlite3");
const { transaction } = Database.prototype;
const cell = new Int32Array(new SharedArrayBuffer(4));

Database.prototype.transaction = function slowTransaction(work) {
  return transaction.call(this, (...given) => {
    const result = work(...given);
    const [least, most] = process.env.RELINK_TORTURE_COMMIT_MS.split("-").map(Number);
    Atomics.wait(cell, 0, 0, least + Math.random() * (most - least));
    appendFileSync(process.env.RELINK_TORTURE_COMMITS, ".");
    return result;
  });
};
