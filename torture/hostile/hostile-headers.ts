type Random = () => number;

/** As node:http passes them on: any Latin-1 character except line endings. */
const TEXTS: readonly string[] = [
  ...["", " ", ",", "=", ".", "t=", "v1=", "v1,", "t=1,t=2", "v1,v1,v1", "t=,v1=", "v2,abc", "\u00e9\u00ff", "null"],
  ...["0", "-1", "1e9", "0x10", "1705320000.5", " 1705320000", "99999999999", "999999999999", "\u00b3", "Infinity"],
  ...["a".repeat(255), "a".repeat(256), "a".repeat(8_000), "msg.1", "msg 1", "msg_1\t", `${"v1,".repeat(2_000)}x`],
  `${"t=1705320000,".repeat(500)}v1=0`,
  `v1,${"A".repeat(43)}=`,
  `t=1705320000,v1=${"0".repeat(64)}`,
];
const NAMES: readonly string[] = [
  ...["svix-id", "svix-timestamp", "svix-signature", "webhook-id", "webhook-timestamp", "webhook-signature"],
  ...["ofauth-signature", "x-signature", "x-webhook-secret"],
];
const CHANGES_MAX = 3;

/** Returns valid headers of which some are missing, duplicated, truncated, swapped, renamed or changed. */
export function hostileHeaders(good: Readonly<Record<string, string>>, random: Random): Headers {
  const headers = new Headers(good);
  const changes = 1 + Math.floor(random() * CHANGES_MAX);
  for (let count = 0; count < changes; count++) change(headers, random);
  return headers;
}

function change(headers: Headers, random: Random): void {
  const present = [...headers.keys()];
  const name = present[Math.floor(random() * present.length)] ?? "svix-id";
  const value = headers.get(name) ?? "";
  const at = Math.floor(random() * value.length);
  const ways = [
    () => headers.delete(name),
    () => headers.set(name, pick(TEXTS, random)),
    () => headers.append(name, pick(TEXTS, random)),
    () => headers.append(name, value),
    () => headers.set(name, value.slice(0, at)),
    () => headers.set(name, `${value.slice(0, at)}${value.slice(at + 1)}`),
    () =>
      headers.set(
        name,
        value.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
      ),
    () => headers.set(name, `${pick(TEXTS, random)} ${value}`),
    () => headers.set(pick(NAMES, random), value),
    () => headers.set(pick(NAMES, random), pick(TEXTS, random)),
  ];
  pick(ways, random)();
}

function pick<T>(from: readonly T[], random: Random): T {
  const chosen = from[Math.floor(random() * from.length)];
  if (chosen === undefined) throw new Error("Nothing to pick from");
  return chosen;
}
