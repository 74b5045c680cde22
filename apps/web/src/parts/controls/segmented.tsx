import { useId } from "react";

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly lang?: string;
}

/** One of a few, all in sight: radio buttons, so that the arrow keys choose. */
export function Segmented<T extends string>(props: {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend className="hidden-text">{props.label}</legend>
      {props.options.map(({ value, label, lang }) => (
        <label key={value} lang={lang}>
          <input
            type="radio"
            name={name}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
