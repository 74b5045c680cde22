import type { KeyboardEvent } from "react";

const ENTRIES = "[role=menuitem], [role=menuitemradio]";

const entriesOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>(ENTRIES)];

export const focusFirstEntry = (menu: HTMLElement | null): void =>
  menu?.querySelector<HTMLElement>(ENTRIES)?.focus();

/**
 * The keys of an open menu, listened to on its list: arrows, Home and End walk the entries, Escape
 * closes. Tab is left to the caller.
 */
export function menuKey(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const all = entriesOf(event.currentTarget);
  const at = all.findIndex((entry) => entry === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === "Escape") close();
  else if (to === undefined) return;
  else all[(to + all.length) % all.length]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
