import { type ReactNode, useEffect, useId, useRef } from "react";
import { useOutsidePress } from "./outside-press.ts";

/**
 * A button and the panel that hangs from it. A press beside it or Escape shuts the panel, and the
 * button has the focus again; the panel's first field has it when it opens.
 */
export function Popover(props: {
  /** What the panel is called. */
  readonly title: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly buttonClass: string;
  readonly buttonLabel?: string;
  readonly button: ReactNode;
  readonly children: ReactNode;
}) {
  const { title, open, onOpen, buttonClass, buttonLabel, button, children } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>("select, input")?.focus();
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      onOpen(false);
      opener.current?.focus();
    };
    document.addEventListener("keydown", escape);
    return () => document.removeEventListener("keydown", escape);
  }, [open, onOpen]);
  useOutsidePress(box, open, () => onOpen(false));

  return (
    <div className="popover" ref={box}>
      <button
        ref={opener}
        type="button"
        className={buttonClass}
        aria-label={buttonLabel}
        title={buttonLabel}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => onOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div className="popover-panel" role="dialog" id={id} aria-label={title}>
          <h2>{title}</h2>
          {children}
        </div>
      )}
    </div>
  );
}
