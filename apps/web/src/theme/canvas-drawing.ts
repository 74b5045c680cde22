import { themeChanges } from "./canvas.ts";
import { CanvasSurface } from "./canvas-surface.ts";

/** When a picture is drawn again. */
export interface CanvasFrames {
  /** Draws in the next animation frame, once however often it is called. */
  readonly request: () => void;
  /** Draws now, in place of a frame that was requested. */
  readonly draw: () => void;
  /** Takes a request back. */
  readonly cancel: () => void;
}

/**
 * Keeps a picture on a canvas: it is drawn when the canvas has its size, when that or the theme
 * changes, and when a subscription asks for it.
 * @returns what ends that
 */
export function drawOnCanvas(
  canvas: HTMLCanvasElement,
  picture: {
    /** Paints on the cleared surface. */
    readonly paint: (surface: CanvasSurface) => void;
    /** Subscribes to what is shown; gives what ends the subscriptions. */
    readonly follow: (frames: CanvasFrames) => readonly (() => void)[];
    /** px, if the height of the drawing is not that of the canvas. */
    readonly height?: number;
  },
): () => void {
  const surface = new CanvasSurface(canvas);
  let frame = 0;
  const cancel = () => {
    cancelAnimationFrame(frame);
    frame = 0;
  };
  const draw = () => {
    cancel();
    surface.clear();
    picture.paint(surface);
  };
  const request = () => {
    frame ||= requestAnimationFrame(draw);
  };
  const stop = [
    surface.follow(canvas, draw, picture.height),
    ...picture.follow({ request, draw, cancel }),
    themeChanges(() => {
      surface.restyle();
      request();
    }),
  ];
  return () => {
    for (const end of stop) end();
    cancel();
  };
}
