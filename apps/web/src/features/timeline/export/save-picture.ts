import { svgOf } from "@sockscope/trace";
import { saveBlob } from "../../../parts/files/save-blob.ts";
import { measurer, paint } from "../../../theme/canvas.ts";
import type { Picture } from "../canvas/timeline-source.ts";
import type { TimelineView } from "../canvas/timeline-view.ts";
import type { PictureLimits } from "./picture-parts.ts";
import { wholePictures } from "./whole-picture.ts";

export type PictureKind = "svg" | "png";

/** No picture has more pixels than this on a side, nor more than so many in all. */
const MAX_SIDE = 16_000;
const MAX_AREA = 120e6;

/** How large one picture of a whole may be; what is longer or wider comes as several of them. */
const LIMITS: Readonly<Record<PictureKind, PictureLimits>> = {
  svg: { along: 4 * MAX_SIDE, cross: MAX_SIDE, pictures: 24 },
  png: { along: MAX_SIDE, cross: MAX_AREA / MAX_SIDE, pictures: 24 },
};

/** @returns whether there is a picture: a browser may refuse one as too large */
export async function savePicture(picture: Picture, kind: PictureKind): Promise<boolean> {
  const blob = await blobOf(picture, kind);
  if (blob !== null) saveBlob(blob, `timeline.${kind}`);
  return blob !== null;
}

/** All of the scene: one picture, or a ZIP of several that follow one another. */
export async function saveWhole(view: TimelineView, kind: PictureKind): Promise<boolean> {
  const parts = wholePictures(view, LIMITS[kind]);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return savePicture(only.draw(), kind);
  const { zipOf } = await import("../../../parts/files/zip.ts");
  const files: Record<string, Uint8Array> = {};
  for (const { name, draw } of parts) {
    const blob = await blobOf(draw(), kind);
    if (blob === null) return false;
    files[`timeline-${name}.${kind}`] = new Uint8Array(await blob.arrayBuffer());
  }
  saveBlob(zipOf(files), `timeline-${kind}.zip`);
  return true;
}

const blobOf = (picture: Picture, kind: PictureKind): Promise<Blob | null> =>
  kind === "svg" ? Promise.resolve(svgBlob(picture)) : pngBlob(picture);

function svgBlob({ items, width, height, theme }: Picture): Blob {
  const context = contextOf(1, 1);
  const size = { width, height, title: "Sockscope" };
  const svg = svgOf(items, size, theme, measurer(context, theme));
  return new Blob([svg], { type: "image/svg+xml" });
}

/** Twice as fine as on the page, as long as that is not too large. */
function pngBlob({ items, width, height, theme }: Picture): Promise<Blob | null> {
  const side = MAX_SIDE / Math.max(width, height);
  const area = Math.sqrt(MAX_AREA / (width * height));
  const ratio = Math.min(2, side, area);
  const context = contextOf(Math.floor(width * ratio), Math.floor(height * ratio));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = theme.color("panel");
  context.fillRect(0, 0, width, height);
  paint(context, items, theme, measurer(context, theme));
  return new Promise((resolve) => context.canvas.toBlob(resolve));
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser has no 2D canvas");
  return context;
}
