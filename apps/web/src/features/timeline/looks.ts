import { Across, Camera } from "@sockscope/trace";

/** How the timeline is looked at, in each layout: it outlasts the canvas, which the list replaces. */
export interface Looks {
  readonly cameras: { readonly ladder: Camera; readonly lanes: Camera };
  readonly across: { readonly ladder: Across; readonly lanes: Across };
  /** The layout and the scale, the playhead and the selected step of the last frame. */
  looked: string;
  position: number;
  step: number | null;
}

export const newLooks = (): Looks => ({
  cameras: {
    ladder: new Camera({ usual: 32, most: 90, tail: 40 }),
    lanes: new Camera({ usual: 56, most: 220, tail: 120 }),
  },
  across: { ladder: new Across(), lanes: new Across() },
  looked: "",
  position: Number.NaN,
  step: null,
});
