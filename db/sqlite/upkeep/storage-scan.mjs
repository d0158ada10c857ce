// A separate thread, in plain JavaScript since it is started from its file. Counts the pages of every table and index but one.
// That reads the whole file, for which the server's own thread has no time. Each is a short transaction, so that the journal
// doesn't grow.
import { parentPort, workerData } from "node:worker_threads";
import BetterSqlite3 from "better-sqlite3";

const { file, leftOut } = workerData;
const client = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
const trees = client.prepare("select name, tbl_name as tableName from sqlite_schema where rootpage > 0").all();
const measure = client.prepare("select coalesce(sum(pgsize), 0) from dbstat where name = ? and aggregate = 1").pluck();
const measured = trees
  .filter(({ name }) => name !== leftOut)
  .map(({ name, tableName }) => ({ name, tableName, bytes: Number(measure.get(name)) }));
client.close();
parentPort?.postMessage(measured);
