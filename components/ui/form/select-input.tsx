import { useId } from "react";

type SelectInputProps = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly onChange?: (value: string) => void;
};

/** A labelled select, in a form that changes something. */
export function SelectInput({ name, label, value, options, onChange }: SelectInputProps) {
  const id = useId();
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        defaultValue={value}
        onChange={(event) => onChange?.(event.target.value)}
        className="min-h-10 w-full min-w-0 rounded-md border border-line-strong/60 bg-surface px-2.5 text-ink"
      >
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
