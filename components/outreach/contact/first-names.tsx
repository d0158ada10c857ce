import { Fragment } from "react";
import { PERSONAL } from "@/components/ui/personal/personal";

const NAMED_MAX = 3;

/** Lists the first few of `count` names: "Jane Doe, Ann Lee and 4 more". */
export function FirstNames({ names, count }: { names: readonly string[]; count: number }) {
  const named = names.slice(0, NAMED_MAX);
  const rest = count - named.length;
  return (
    <>
      {named.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two users may have the same name.
        <Fragment key={index}>
          {index > 0 ? ", " : ""}
          <bdi {...PERSONAL}>{name}</bdi>
        </Fragment>
      ))}
      {rest > 0 ? ` and ${rest.toLocaleString("en")} more` : ""}
    </>
  );
}
