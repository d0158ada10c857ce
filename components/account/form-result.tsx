import { CircleCheck } from "lucide-react";
import { FormError } from "@/components/ui/form/form-error";
import type { AccountState } from "./account-state";

/** Shows the result of a form; announced by screen readers. */
export function FormResult({ state }: { state: AccountState }) {
  return (
    <>
      <FormError>{state && "problem" in state ? state.problem : null}</FormError>
      <p role="status" className="flex items-center gap-2 text-ok empty:hidden">
        {state && "done" in state ? (
          <>
            <CircleCheck aria-hidden className="size-4" /> {state.done}
          </>
        ) : null}
      </p>
    </>
  );
}
