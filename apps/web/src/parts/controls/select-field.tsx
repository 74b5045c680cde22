/** A choice of one value among several, under its label. */
export function SelectField<T extends string | number>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly name: string }[];
  readonly onChange: (value: T) => void;
  /** Classes of the whole field. */
  readonly className?: string;
  /** The values are code. */
  readonly code?: boolean;
}) {
  const { label, value, options, onChange, className, code = false } = props;
  return (
    <label className={className}>
      {label}
      <select
        className={code ? "select mono" : "select"}
        value={value}
        onChange={({ target }) => {
          const chosen = options[target.selectedIndex];
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}
