import { TextInput } from "@/components/ui/text-input";

/** Asks whoever has a password for it once more: a browser that was left open is not enough to change what lets anyone in. */
export function ProofField({ hasPassword }: { hasPassword: boolean }) {
  if (!hasPassword) return null;
  return (
    <TextInput
      name="current"
      label="Your password, once more"
      type="password"
      autoComplete="current-password"
      required
      maxLength={256}
    />
  );
}
