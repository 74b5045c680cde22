import { useEffect, useId, useState } from "react";

/** A number with its unit; empty is null where that is allowed. It counts when it is left. */
export function NumberField(props: {
  readonly label: string;
  readonly unit: string;
  readonly value: number | null;
  readonly max: number;
  readonly min?: number;
  /** What an empty field means; a field without it cannot be empty. */
  readonly none?: string;
  readonly onChange: (value: number | null) => void;
}) {
  const { label, unit, value, max, min = 0, none, onChange } = props;
  const id = useId();
  const shown = value === null ? "" : String(value);
  const [draft, setDraft] = useState(shown);
  useEffect(() => setDraft(shown), [shown]);
  const commit = () => {
    if (draft === shown) return;
    const number = Number(draft);
    if (draft.trim() === "") return none === undefined ? setDraft(shown) : onChange(null);
    if (!Number.isFinite(number)) return setDraft(shown);
    const bounded = Math.min(max, Math.max(min, number));
    if (bounded === value) setDraft(shown);
    else onChange(bounded);
  };
  return (
    <div className="link-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={draft}
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
