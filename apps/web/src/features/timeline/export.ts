import { type DrawItem, svgOf } from "@sockscope/trace";
import { saveBlob } from "../../parts/save-blob.ts";
import { measurer, paint, type Theme } from "../../theme/canvas.ts";

export interface Picture {
  readonly items: readonly DrawItem[];
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** No picture has more pixels than this on a side, nor more than so many in all. */
const MOST_SIDE = 16_000;
const MOST_AREA = 120e6;

export function saveSvg(picture: Picture): void {
  const context = contextOf(1, 1);
  const size = { width: picture.width, height: picture.height, title: "Sockscope" };
  const svg = svgOf(picture.items, size, picture.theme, measurer(context, picture.theme));
  saveBlob(new Blob([svg], { type: "image/svg+xml" }), "timeline.svg");
}

/** Twice as fine as on the page, as long as that is not too large. */
export function savePng({ items, width, height, theme }: Picture): void {
  const side = MOST_SIDE / Math.max(width, height);
  const area = Math.sqrt(MOST_AREA / (width * height));
  const ratio = Math.min(2, side, area);
  const context = contextOf(Math.ceil(width * ratio), Math.ceil(height * ratio));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = theme.color("panel");
  context.fillRect(0, 0, width, height);
  paint(context, items, theme, measurer(context, theme));
  context.canvas.toBlob((blob) => {
    if (blob !== null) saveBlob(blob, "timeline.png");
  });
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser has no 2D canvas");
  return context;
}
