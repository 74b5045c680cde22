import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useText } from "../../../i18n/index.ts";
import { Icon } from "../../../parts/icons.tsx";

/** The place of a hand client's controls inside its card, and its height for the layout. */
export function OpenControls({
  onHeight,
  children,
}: {
  readonly onHeight: (height: number) => void;
  readonly children: ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return;
    const measure = () => onHeight(box.offsetHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [onHeight]);
  return (
    <div className="open-controls" ref={ref}>
      {children}
    </div>
  );
}

/** Opens and closes the controls where not all can be open at once. */
export function ControlsButton(props: {
  readonly open: boolean;
  readonly onToggle: () => void;
  /** Only the arrow. */
  readonly short: boolean;
  /** What it opens, if that hangs below the card; inside a full card it is part of the layout. */
  readonly popover: ReactNode | null;
}) {
  const text = useText().stage;
  const id = useId();
  return (
    <>
      <button
        type="button"
        className="controls-button"
        aria-expanded={props.open}
        aria-label={text.controls}
        aria-controls={props.open && props.popover !== null ? id : undefined}
        onClick={props.onToggle}
      >
        {!props.short && text.controls} <Icon name="down" size={10} />
      </button>
      {props.open && props.popover !== null && (
        <div className="controls-popover" id={id}>
          {props.popover}
        </div>
      )}
    </>
  );
}
