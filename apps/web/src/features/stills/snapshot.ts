import { xmlSafe } from "@sockscope/trace";

/** What a picture of the page leaves out. */
const LEFT_OUT = "dialog, .laser, .notices, .skip, .stage-tools, .caption-play .icon-button";
const XHTML = "http://www.w3.org/1999/xhtml";

export interface Snapshot {
  /** An SVG document. All text in it is text: what it says can be no markup. */
  readonly svg: string;
  /** px */
  readonly width: number;
  readonly height: number;
}

/** An element as it looks at this moment, with the page's own rules of style. */
export function snapshotOf(element: HTMLElement): Snapshot {
  const { offsetWidth: width, offsetHeight: height } = element;
  const copy = copyOf(element);
  const page = document.createElementNS(XHTML, "div");
  page.setAttribute("class", "still");
  page.append(copy);
  const style = document.createElementNS(XHTML, "style");
  style.textContent = `${rules()}
.still { width: ${width}px; height: ${height}px; overflow: hidden; font: 14px / 1.45 var(--sans); background: var(--paper); color: var(--ink); }
.still .stage, .still .event-rows { overflow: hidden; }
.still *, .still *::before { animation: none !important; transition: none !important; }`;
  const { lang, dataset } = document.documentElement;
  const theme = dataset["theme"] === "dark" ? ' data-theme="dark"' : "";
  const write = (node: Node): string => new XMLSerializer().serializeToString(node);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" lang="${lang}"${theme}><foreignObject width="100%" height="100%">${write(style)}${write(page)}</foreignObject></svg>`;
  return { svg: xmlSafe(svg), width, height };
}

/** A copy that does not need what a document knows beside its text: canvases, fields, scrolling. */
function copyOf(element: HTMLElement): HTMLElement {
  const copy = element.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error("an element's copy is an element");
  const originals = [...element.querySelectorAll<HTMLElement>("*")];
  const copies = [...copy.querySelectorAll<HTMLElement>("*")];
  for (const [i, original] of originals.entries()) {
    const copy = copies[i];
    if (copy === undefined) continue;
    const { scrollLeft, scrollTop } = original;
    const first = copy.firstElementChild;
    if ((scrollLeft !== 0 || scrollTop !== 0) && first instanceof HTMLElement)
      first.style.translate = `${-scrollLeft}px ${-scrollTop}px`;
    if (original instanceof HTMLInputElement) copy.setAttribute("value", original.value);
    if (original instanceof HTMLCanvasElement) copy.replaceWith(pictureOf(original));
  }
  for (const one of copy.querySelectorAll(LEFT_OUT)) one.remove();
  return copy;
}

function pictureOf(canvas: HTMLCanvasElement): HTMLImageElement {
  const image = document.createElement("img");
  image.className = canvas.className;
  image.style.cssText = canvas.style.cssText;
  image.style.width = `${canvas.offsetWidth}px`;
  image.style.height = `${canvas.offsetHeight}px`;
  // A canvas that is not shown has no picture.
  if (canvas.width > 0 && canvas.height > 0) image.src = canvas.toDataURL();
  return image;
}

const rules = (): string =>
  [...document.styleSheets]
    .flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText))
    .join("\n");

/** Paints it, enlarged so many times, as a PNG. */
export async function pngOf({ svg, width, height }: Snapshot, ratio: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser has no 2D canvas");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob)));
  });
}
