import type { ComponentProps } from "react";
import { Icon, type IconName } from "../icons.tsx";

type Variant = "plain" | "strong" | "quiet";
type ButtonProps = Omit<ComponentProps<"button">, "type"> & {
  readonly variant?: Variant;
  readonly type?: "button" | "submit";
};

export function Button({
  variant = "plain",
  type = "button",
  className = "",
  ...rest
}: ButtonProps) {
  return <button type={type} className={`button ${variant} ${className}`} {...rest} />;
}

/** A button of one picture: `label` is its name, and its tooltip. */
export function IconButton({
  icon,
  label,
  className = "",
  ...rest
}: Omit<ComponentProps<"button">, "type" | "aria-label" | "title"> & {
  readonly icon: IconName;
  readonly label: string;
}) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}
