/**
 * No browser lays out an element of any height: Chromium ends at 33.5 million px, Firefox at 17.8.
 * Beyond this a list scrolls so many times faster than its rows go by.
 */
const HIGHEST = 15e6;

/** Between a scroll position and the rows that it shows. All in px. */
export interface ListScroll {
  /** The height of what is scrolled. */
  readonly height: number;
  /** How far down the first px in sight is in the list of all rows. */
  readonly topAt: (scrollTop: number) => number;
  /** The other way round. */
  readonly scrollTo: (top: number) => number;
}

/** @param whole the height of all rows; `view` of what is in sight */
export function listScroll(whole: number, view: number): ListScroll {
  const height = Math.min(whole, HIGHEST);
  if (height === whole) return { height, topAt: (scroll) => scroll, scrollTo: (top) => top };
  const share = (whole - view) / (height - view);
  return { height, topAt: (scroll) => scroll * share, scrollTo: (top) => top / share };
}
