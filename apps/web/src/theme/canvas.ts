import {
  type Brush,
  DASHED,
  type DrawItem,
  drawItems,
  type Font,
  FUTURE,
  type Measure,
  type SvgTheme,
  type TextItem,
  type Tone,
} from "@sockscope/trace";

/** The theme's colours and faces, read from the page once for each change of theme. */
export interface Theme extends SvgTheme {
  readonly font: (font: Font) => string;
}

/** Tones whose words have a twin that can be read where a line of that hue is only seen. */
const TWINS: ReadonlySet<Tone> = new Set<Tone>([
  ...(["setup", "data", "data-2", "ack", "close", "error", "udp", "inject"] as const),
]);

export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const colors = new Map<string, string>();
  const faces = { sans: style.getPropertyValue("--sans"), mono: style.getPropertyValue("--mono") };
  const variable = (name: string): string => {
    let color = colors.get(name);
    if (color === undefined) {
      color = style.getPropertyValue(`--${name}`).trim();
      colors.set(name, color);
    }
    return color;
  };
  return {
    color: variable,
    // Words of the future stay legible: they lose their hue, and no alpha makes them fainter.
    words: (tone, alpha) =>
      alpha === FUTURE
        ? { color: variable("ink-3"), alpha: 1 }
        : { color: variable(TWINS.has(tone) ? `${tone}-text` : tone), alpha },
    family: (face) => faces[face],
    font: ({ face, size, bold }) => `${bold ? "600 " : ""}${size}px ${faces[face]}`,
  };
}

/** Calls when colours, language or fonts have changed. @returns what ends it */
export function themeChanges(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme", "lang"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", changed);
  document.fonts.addEventListener("loadingdone", changed);
  return () => {
    observer.disconnect();
    dark.removeEventListener("change", changed);
    document.fonts.removeEventListener("loadingdone", changed);
  };
}

/** Measures with the fonts of the page, remembering what it was asked before. */
export function measurer(context: CanvasRenderingContext2D, theme: Theme): Measure {
  const known = new Map<string, number>();
  return (text, font) => {
    const key = `${font.face}${font.size}${font.bold ? "b" : ""} ${text}`;
    let width = known.get(key);
    if (width === undefined) {
      context.font = theme.font(font);
      width = context.measureText(text).width;
      if (known.size > 5000) known.clear();
      known.set(key, width);
    }
    return width;
  };
}

/** Draws a list on a canvas. */
export function paint(
  context: CanvasRenderingContext2D,
  items: readonly DrawItem[],
  theme: Theme,
  measure: Measure,
): void {
  drawItems(new CanvasBrush(context, theme), items, measure);
  context.globalAlpha = 1;
  context.setLineDash(SOLID);
}

const SOLID: number[] = [];
const DASHES: number[] = [...DASHED];

class CanvasBrush implements Brush {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly theme: Theme,
  ) {}

  begin(): void {
    this.context.beginPath();
  }
  moveTo(x: number, y: number): void {
    this.context.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.context.lineTo(x, y);
  }
  close(): void {
    this.context.closePath();
  }
  circle(x: number, y: number, radius: number): void {
    this.context.arc(x, y, radius, 0, Math.PI * 2);
  }
  rect(x: number, y: number, width: number, height: number, radius: number): void {
    this.context.roundRect(x, y, width, height, radius);
  }
  bar(x: number, y: number, width: number, height: number, tone: Tone, alpha: number): void {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = this.theme.color(tone);
    this.context.fillRect(x, y, width, height);
  }
  fill(tone: Tone, alpha: number): void {
    this.context.globalAlpha = alpha;
    this.context.fillStyle = this.theme.color(tone);
    this.context.fill();
  }
  stroke(tone: Tone, alpha: number, width: number, dashed: boolean): void {
    this.context.globalAlpha = alpha;
    this.context.strokeStyle = this.theme.color(tone);
    this.context.lineWidth = width;
    this.context.setLineDash(dashed ? DASHES : SOLID);
    this.context.stroke();
  }
  text(item: TextItem): void {
    const { context, theme } = this;
    const { color, alpha } = theme.words(item.tone, item.alpha);
    context.globalAlpha = alpha;
    context.font = theme.font(item.font);
    context.textAlign = item.align;
    context.textBaseline = "middle";
    context.fillStyle = color;
    context.fillText(item.text, item.x, item.y + 0.5);
  }
}
