"use client";

import { Button } from "@/components/ui/form/button";
import type { FormProps } from "./form-props";
import { useOutreach } from "./outreach-context";

/** Assigns cases to a person. */
export function AssignChoices({ target, onDone }: FormProps) {
  const outreach = useOutreach();
  if (!outreach) return null;
  const { me, team, run } = outreach;
  const others = team.filter(({ id }) => id !== me);
  const assign = (to: number | null) => {
    run({ kind: "assigned", to }, target);
    onDone();
  };
  return (
    <ul className="grid grid-cols-1 gap-1.5">
      <li>
        <Button variant="primary" className="min-h-10 w-full" onClick={() => assign(me)}>
          To me
        </Button>
      </li>
      {others.map(({ id, name }) => (
        <li key={id}>
          <Button className="min-h-10 w-full" onClick={() => assign(id)}>
            <span className="truncate">{name}</span>
          </Button>
        </li>
      ))}
      <li>
        <Button variant="quiet" className="min-h-10 w-full" onClick={() => assign(null)}>
          To nobody
        </Button>
      </li>
    </ul>
  );
}
