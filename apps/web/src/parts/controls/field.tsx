import { type ComponentProps, useId } from "react";

type FieldProps = Omit<ComponentProps<"input">, "id"> & {
  readonly label: string;
  /** A sentence about what is wrong with the value; it is read with the field. */
  readonly problem?: string | null | undefined;
  /** The label is only for those who cannot see where the field stands. */
  readonly bare?: boolean;
};

export function Field({
  label,
  problem = null,
  bare = false,
  className = "",
  ...rest
}: FieldProps) {
  const id = useId();
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id} className={bare ? "hidden-text" : undefined}>
        {label}
      </label>
      <input
        id={id}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        {...rest}
      />
      {problem !== null && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

/** What went wrong with what was just asked for, where it was asked. */
export function ProblemLine({ children }: { readonly children: string | null }) {
  return (
    <p className="problem" role="alert">
      {children}
    </p>
  );
}
