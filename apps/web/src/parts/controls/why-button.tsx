import { type ReactNode, useId } from "react";

/**
 * A button that says why it cannot be pressed. It stays in reach of the Tab key, so that the reason
 * can be had by everybody: on hover, on focus, and by ear.
 */
export function WhyButton(props: {
  /** The sentence against it; null if it can be pressed. */
  readonly reason: string | null;
  readonly onPress: () => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  const { reason, onPress, children } = props;
  return (
    <span className="why">
      <button
        type="button"
        className="button mono"
        aria-disabled={reason !== null}
        aria-describedby={reason === null ? undefined : id}
        onClick={() => {
          if (reason === null) onPress();
        }}
      >
        {children}
      </button>
      {reason !== null && (
        <span className="tip why-reason" role="tooltip" id={id}>
          {reason}
        </span>
      )}
    </span>
  );
}
