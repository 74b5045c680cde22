import {
  type DrawItem,
  type Font,
  FUTURE,
  type Measure,
  OCTAGON,
  type SvgTheme,
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

const DASHED = [7, 5];

export function paint(
  context: CanvasRenderingContext2D,
  items: readonly DrawItem[],
  theme: Theme,
  measure: Measure,
): void {
  for (const item of items) {
    context.globalAlpha = item.alpha;
    switch (item.kind) {
      case "line":
        paintLine(context, item, theme);
        break;
      case "rect":
        context.beginPath();
        context.roundRect(item.x, item.y, item.w, item.h, item.radius);
        if (item.fill !== null) {
          context.fillStyle = theme.color(item.fill);
          context.fill();
        }
        if (item.stroke !== null) {
          context.strokeStyle = theme.color(item.stroke);
          context.globalAlpha = item.alpha * 0.45;
          context.lineWidth = 1;
          context.stroke();
        }
        break;
      case "text":
        paintText(context, item, theme, measure);
        break;
      case "dot":
        paintDot(context, item, theme);
        break;
      default:
        item satisfies never;
    }
  }
  context.globalAlpha = 1;
}

type Line = Extract<DrawItem, { kind: "line" }>;

function paintLine(context: CanvasRenderingContext2D, item: Line, theme: Theme): void {
  const { x1, y1, x2, y2, width, dash, head } = item;
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const size = head === "none" ? 0 : width * 3 + 5;
  const [tipX, tipY] =
    head === "filled"
      ? [x2 - Math.cos(angle) * size * 0.8, y2 - Math.sin(angle) * size * 0.8]
      : [x2, y2];
  context.strokeStyle = theme.color(item.tone);
  context.fillStyle = context.strokeStyle;
  context.lineWidth = width;
  context.setLineDash(dash === "dashed" ? DASHED : []);
  context.beginPath();
  context.moveTo(x1, y1);
  if (dash === "zigzag") zigzag(context, x1, y1, tipX, tipY);
  else context.lineTo(tipX, tipY);
  context.stroke();
  context.setLineDash([]);
  if (head === "lost") return cross(context, x2, y2, 6);
  if (head === "none") return;
  const wing = (turn: number): [number, number] => [
    x2 - Math.cos(angle + turn) * size,
    y2 - Math.sin(angle + turn) * size,
  ];
  context.beginPath();
  context.moveTo(...wing(0.42));
  context.lineTo(x2, y2);
  context.lineTo(...wing(-0.42));
  if (head === "filled") {
    context.closePath();
    context.fill();
  } else context.stroke();
}

function zigzag(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  const teeth = Math.max(4, Math.round(Math.hypot(x2 - x1, y2 - y1) / 10));
  const angle = Math.atan2(y2 - y1, x2 - x1) + Math.PI / 2;
  for (let i = 1; i < teeth; i++) {
    const side = i % 2 === 0 ? 4 : -4;
    context.lineTo(
      x1 + ((x2 - x1) * i) / teeth + Math.cos(angle) * side,
      y1 + ((y2 - y1) * i) / teeth + Math.sin(angle) * side,
    );
  }
  context.lineTo(x2, y2);
}

function cross(context: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  context.lineWidth = 2.5;
  context.beginPath();
  context.moveTo(x - r, y - r);
  context.lineTo(x + r, y + r);
  context.moveTo(x + r, y - r);
  context.lineTo(x - r, y + r);
  context.stroke();
}

function paintText(
  context: CanvasRenderingContext2D,
  item: Extract<DrawItem, { kind: "text" }>,
  theme: Theme,
  measure: Measure,
): void {
  if (item.plate !== false) {
    const width = measure(item.text, item.font) + 6;
    const left =
      item.align === "left"
        ? item.x - 3
        : item.align === "right"
          ? item.x - width + 3
          : item.x - width / 2;
    // The plate hides the lines beneath, however faint its text is.
    context.globalAlpha = 0.82;
    context.fillStyle = theme.color(item.plate);
    context.fillRect(left, item.y - 8, width, 16);
  }
  const { color, alpha } = theme.words(item.tone, item.alpha);
  context.globalAlpha = alpha;
  context.font = theme.font(item.font);
  context.textAlign = item.align;
  context.textBaseline = "middle";
  context.fillStyle = color;
  context.fillText(item.text, item.x, item.y + 0.5);
}

function paintDot(
  context: CanvasRenderingContext2D,
  item: Extract<DrawItem, { kind: "dot" }>,
  theme: Theme,
): void {
  context.strokeStyle = theme.color(item.tone);
  context.fillStyle = theme.color(item.shape === "ring" ? "panel" : item.tone);
  if (item.shape === "cross") return cross(context, item.x, item.y, item.r);
  if (item.shape === "gate") {
    for (const left of [item.x - item.r * 0.8, item.x + item.r * 0.2])
      context.fillRect(left, item.y - item.r, item.r * 0.6, 2 * item.r);
    return;
  }
  if (item.shape === "stop") return octagon(context, item, theme);
  context.lineWidth = 2;
  context.beginPath();
  context.arc(item.x, item.y, item.r, 0, Math.PI * 2);
  context.fill();
  context.stroke();
}

function octagon(
  context: CanvasRenderingContext2D,
  { x, y, r }: Extract<DrawItem, { kind: "dot" }>,
  theme: Theme,
): void {
  context.strokeStyle = theme.color("ink");
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [dx, dy] of OCTAGON) context.lineTo(x + dx * r, y + dy * r);
  context.closePath();
  context.fill();
  context.stroke();
}
