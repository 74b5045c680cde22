import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Icon } from "../icons.tsx";

export interface MenuItem {
  readonly key: string;
  readonly label: ReactNode;
  readonly act: () => void;
  /** One of a few that exclude each other, and whether it is the one; of a context menu only. */
  readonly checked?: boolean;
  /** Stands above it, where a new kind of things begins; of a context menu only. */
  readonly heading?: string;
}

/** A button that drops a list of things to do. Arrow keys walk it, Escape closes it. */
export function Menu(props: {
  readonly label: string;
  readonly hint?: string;
  readonly items: readonly MenuItem[];
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const entries = () => [...(box.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];

  useEffect(() => {
    if (!open) return;
    entries()[0]?.focus();
    const outside = ({ target }: PointerEvent) => {
      if (target instanceof Node && !box.current?.contains(target)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const walk = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.findIndex((entry) => entry === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Tab") return setOpen(false);
    else if (to === undefined) return;
    else all[(to + all.length) % all.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="menu" ref={box}>
      <button
        ref={button}
        type="button"
        className="chip-button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || open) return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(true);
        }}
      >
        <span className="menu-label">{props.label}</span> <Icon name="down" size={11} />
      </button>
      {open && (
        <div className="menu-list" role="menu" id={id} aria-label={props.label} onKeyDown={walk}>
          {props.items.map(({ key, label, act }) => (
            <button
              key={key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                act();
              }}
            >
              {label}
            </button>
          ))}
          {props.hint !== undefined && <p className="menu-hint">{props.hint}</p>}
        </div>
      )}
    </div>
  );
}
