// Preloaded by the server (`node --import`): offsets its clock by the milliseconds in a file, immediately.
import { openSync, readSync } from "node:fs";

const file = openSync(process.env.RELINK_TORTURE_CLOCK, "r");
const text = Buffer.alloc(16);
const TrueDate = Date;

function now() {
  readSync(file, text, 0, text.length, 0);
  return TrueDate.now() + Number(text.toString());
}

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
  apply: () => new TrueDate(now()).toString(),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
