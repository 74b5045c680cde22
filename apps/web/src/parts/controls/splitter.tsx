import type { KeyboardEvent, PointerEvent } from "react";

const STEP = 4;

/**
 * A bar between two rows that is dragged, or moved by the arrow keys; a double click puts it back to
 * `initial`. Values in per cent.
 */
export function Splitter(props: {
  readonly label: string;
  readonly value: number;
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) {
  const { label, value, initial, min, max, onChange } = props;
  const set = (wanted: number) => onChange(Math.round(Math.max(min, Math.min(max, wanted))));
  const drag = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    set(((event.clientY - box.top) / box.height) * 100);
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(value + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> takes no focus; this separator is moved
    <div
      className="splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={key}
      onDoubleClick={() => set(initial)}
    />
  );
}
