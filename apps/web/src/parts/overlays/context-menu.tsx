import { Fragment, type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import type { MenuItem } from "./menu.tsx";
import { focusFirstEntry, menuKey } from "./menu-keys.ts";
import { useOutsidePress } from "./outside-press.ts";

/** From the window's edge, px. */
const EDGE = 8;

/** What can be done with a thing, where it is. Arrow keys walk it, Escape and Tab close it. */
export function ContextMenu(props: {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}) {
  const { label, x, y, items, onClose } = props;
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const menu = box.current;
    if (menu === null) return;
    const { offsetWidth, offsetHeight } = menu;
    menu.style.left = `${Math.max(EDGE, Math.min(x, innerWidth - offsetWidth - EDGE))}px`;
    menu.style.top = `${Math.max(EDGE, Math.min(y, innerHeight - offsetHeight - EDGE))}px`;
  });
  useEffect(() => {
    const before = document.activeElement;
    focusFirstEntry(box.current);
    window.addEventListener("blur", onClose);
    const menu = box.current;
    return () => {
      window.removeEventListener("blur", onClose);
      const had = menu?.contains(document.activeElement) === true;
      const lost = had || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [onClose]);
  useOutsidePress(box, true, onClose);

  const walk = (event: KeyboardEvent<HTMLElement>) => {
    menuKey(event, onClose);
    if (event.key !== "Tab") return;
    // The focus goes back to where it was, not on from there.
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    <div
      className="menu-list context-menu"
      role="menu"
      ref={box}
      aria-label={label}
      onKeyDown={walk}
      onContextMenu={(event) => event.preventDefault()}
    >
      <p className="menu-title" aria-hidden="true">
        {label}
      </p>
      {items.map((item) => (
        <Fragment key={item.key}>
          {item.heading !== undefined && (
            <p className="menu-heading" aria-hidden="true">
              {item.heading}
            </p>
          )}
          <Entry item={item} onClose={onClose} />
        </Fragment>
      ))}
    </div>
  );
}

function Entry({ item, onClose }: { readonly item: MenuItem; readonly onClose: () => void }) {
  const press = () => {
    onClose();
    item.act();
  };
  if (item.checked === undefined)
    return (
      <button type="button" role="menuitem" tabIndex={-1} onClick={press}>
        {item.label}
      </button>
    );
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={item.checked}
      tabIndex={-1}
      onClick={press}
    >
      {item.label}
    </button>
  );
}
