import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Icon } from "../icons.tsx";
import { focusFirstEntry, menuKey } from "./menu-keys.ts";
import { useOutsidePress } from "./outside-press.ts";

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

  useEffect(() => {
    if (open) focusFirstEntry(box.current);
  }, [open]);
  useOutsidePress(box, open, () => setOpen(false));

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    // Tab goes on from the entry, to what comes after the menu.
    if (event.key === "Tab") setOpen(false);
    else menuKey(event, close);
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
