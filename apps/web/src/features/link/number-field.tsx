import { useId, useState } from "react";

/** A number with its unit; empty is null where that is allowed. It counts when it is left. */
export function NumberField(props: {
  readonly label: string;
  readonly unit: string;
  readonly value: number | null;
  readonly max: number;
  readonly min?: number | undefined;
  /** What an empty field means; a field without it cannot be empty. */
  readonly none?: string;
  readonly onChange: (value: number | null) => void;
}) {
  const { label, unit, value, max, min = 0, none, onChange } = props;
  const id = useId();
  const shown = value === null ? "" : String(value);
  /** Null while nobody types: then it shows what holds. */
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    setDraft(null);
    if (draft === null || draft === shown) return;
    const number = Number(draft);
    if (draft.trim() === "") {
      if (none !== undefined) onChange(null);
    } else if (Number.isFinite(number)) onChange(Math.min(max, Math.max(min, number)));
  };
  return (
    <div className="link-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="text-input"
        inputMode="decimal"
        autoComplete="off"
        value={draft ?? shown}
        placeholder={none}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={commit}
        onKeyDown={({ key }) => {
          if (key === "Enter") commit();
        }}
      />
      <span className="unit">{unit}</span>
    </div>
  );
}
