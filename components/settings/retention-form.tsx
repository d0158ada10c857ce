"use client";

import { useActionState } from "react";
import { ProofPanel } from "@/components/access/proof-panel";
import { Button } from "@/components/ui/form/button";
import { FormError } from "@/components/ui/form/form-error";
import { TextInput } from "@/components/ui/form/text-input";
import type { ProofRequest } from "@/domain/access/proof";
import {
  DATABASE_MB_MAX,
  DATABASE_MB_MIN,
  KEEP_DAYS_MAX,
  KEEP_DAYS_MIN,
  RETENTION_KINDS,
  type RetentionKind,
  type RetentionRules,
  RULE_OF_KIND,
} from "@/domain/operations/retention";
import type { RetentionProblem } from "@/domain/operations/retention-form";
import { SETTING_LABELS } from "@/domain/operations/setting-words";

export type RetentionState = RetentionProblem | ProofRequest | null;

type RetentionFormProps = {
  readonly rules: RetentionRules;
  readonly action: (before: RetentionState, sent: FormData) => Promise<RetentionState>;
  readonly isRunning: boolean;
};

const HINTS: Readonly<Record<RetentionKind, string>> = {
  events: "Events that newer ones have replaced. Events that a connection's state depends on are always kept.",
  unread: "Once removed, a later version can't read these events either.",
  repeats: "When and how an event was delivered again; how often stays known.",
  hours: "What the chart of deliveries is drawn from.",
  audit: "At least a year. Removals are recorded in it.",
};

/** Edits how many days each kind of data is kept; empty is forever. Nothing is removed before a preview was shown. */
export function RetentionForm({ rules, action, isRunning }: RetentionFormProps) {
  const [state, run, isPending] = useActionState(action, null);
  if (state && "confirm" in state) return <ProofPanel {...state} submit={run} isPending={isPending} />;
  const isOff = isPending || isRunning;
  return (
    <form action={run} className="grid gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {RETENTION_KINDS.map((kind) => (
          <TextInput
            key={`${kind} ${rules[RULE_OF_KIND[kind]]}`}
            name={RULE_OF_KIND[kind]}
            label={SETTING_LABELS[RULE_OF_KIND[kind]]}
            hint={HINTS[kind]}
            {...numberField(rules[RULE_OF_KIND[kind]], KEEP_DAYS_MIN[kind], KEEP_DAYS_MAX)}
          />
        ))}
        <TextInput
          key={`size ${rules.databaseMaxMb}`}
          name="databaseMaxMb"
          label={SETTING_LABELS.databaseMaxMb}
          hint="Where it is larger, the oldest superseded events go first, though never the last 7 days."
          {...numberField(rules.databaseMaxMb, DATABASE_MB_MIN, DATABASE_MB_MAX)}
          placeholder="no limit"
        />
      </div>
      <FormError>{state && !isPending ? state.problem : null}</FormError>
      <p className="flex flex-wrap gap-2">
        <Button type="submit" name="mode" value="preview" variant="primary" className="min-h-10" disabled={isOff}>
          See what would go
        </Button>
        <Button type="submit" name="mode" value="save" className="min-h-10" disabled={isOff}>
          Keep these rules
        </Button>
      </p>
    </form>
  );
}

function numberField(value: number, min: number, max: number) {
  const defaultValue = value === 0 ? "" : value;
  return { type: "number", inputMode: "numeric", min, max, defaultValue, placeholder: "forever" } as const;
}
