import { Camera, CrossAxis } from "@sockscope/trace";

/** How the user looks at the timeline, in each layout. It outlives the canvas, which the list replaces. */
export interface ViewState {
  readonly cameras: { readonly ladder: Camera; readonly lanes: Camera };
  readonly crossAxes: { readonly ladder: CrossAxis; readonly lanes: CrossAxis };
  /** The variant (layout and scale), the playhead and the selected step of the last frame. */
  variant: string;
  position: number;
  step: number | null;
}

export const newViewState = (): ViewState => ({
  cameras: {
    ladder: new Camera({ step: 32, maxStep: 90, tail: 40 }),
    lanes: new Camera({ step: 56, maxStep: 220, tail: 120 }),
  },
  crossAxes: { ladder: new CrossAxis(), lanes: new CrossAxis() },
  variant: "",
  position: Number.NaN,
  step: null,
});
