import { PERSONAL } from "@/components/ui/personal/personal";
import { DATE_PRESETS, isDatePreset, parseDays } from "@/domain/values/query/date-filter";
import { PRESET_WORDS } from "./filter-words";
import { ZoneField } from "./zone-field";

const INPUT = "min-h-9 w-full min-w-0 rounded-md border border-line-strong/60 bg-surface px-2.5 text-ink";
const LABEL = "grid min-w-0 gap-1 text-xs text-ink-soft";

type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
};

/** One line of text in a form that is a list's address: people type names into it. */
export function Field({ name, label, value, placeholder }: FieldProps) {
  return (
    <div className={LABEL}>
      <label htmlFor={`field-${name}`}>{label}</label>
      <input
        key={value}
        {...PERSONAL}
        id={`field-${name}`}
        name={name}
        defaultValue={value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        className={`${INPUT} text-sm`}
      />
    </div>
  );
}

type ChoiceProps = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  /** What stands for no choice; null where there must be one. */
  readonly any?: string | null;
};

/** One of a few values, or any. */
export function Choice({ name, label, value, options, any = "Any" }: ChoiceProps) {
  return (
    <div className={LABEL}>
      <label htmlFor={`field-${name}`}>{label}</label>
      <select key={value} id={`field-${name}`} name={name} defaultValue={value} className={`${INPUT} text-sm`}>
        {any === null ? null : <option value="">{any}</option>}
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

type DateFieldsProps = {
  readonly name: string;
  readonly label: string;
  /** A date filter: a preset, a range of days, or empty for any time. */
  readonly value: string;
  readonly zone: string;
};

/** A date filter: a preset to choose, or whole days to enter. */
export function DateFields({ name, label, value, zone }: DateFieldsProps) {
  const days = parseDays(value);
  return (
    <>
      <Choice
        name={name}
        label={label}
        value={isDatePreset(value) ? value : ""}
        options={DATE_PRESETS.map((preset) => [preset, PRESET_WORDS[preset]])}
        any="Any time"
      />
      <Days legend={`${label} between these days`} first={days?.first ?? ""} last={days?.last ?? ""} zone={zone} />
    </>
  );
}

type DaysProps = { readonly legend: string; readonly first: string; readonly last: string; readonly zone: string };

/** Whole days, both included, in the reader's time zone; without a script in UTC. They win over a preset. */
export function Days({ legend, first, last, zone }: DaysProps) {
  const hasDays = first !== "" || last !== "";
  return (
    <fieldset className="flex min-w-0 items-end gap-1.5">
      <legend className="sr-only">
        {legend}
        {hasDays ? `, as in ${zone}` : ""}
      </legend>
      <Day name="first_day" label="From" value={first} />
      <Day name="last_day" label="Until" value={last} />
      <ZoneField zone={hasDays ? zone : null} />
    </fieldset>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <div className={LABEL}>
      <label htmlFor={`field-${name}`}>{label}</label>
      <input
        key={value}
        id={`field-${name}`}
        type="date"
        name={name}
        defaultValue={value}
        min="1970-01-02"
        max="2199-12-31"
        className={`${INPUT} text-sm`}
      />
    </div>
  );
}
