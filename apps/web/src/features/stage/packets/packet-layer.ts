import {
  BEHIND,
  type Flight,
  type PacketForm,
  type PacketPlace,
  placePackets,
  type StageLayout,
  type Trace,
} from "@sockscope/trace";
import type { Dictionary } from "../../../i18n/index.ts";
import { type PacketVariant, packetVariant } from "./packet-variant.ts";
import { PacketWidths } from "./packet-widths.ts";

export interface PacketScene {
  /** Where the packets of an instant come from. */
  readonly trace: Pick<Trace, "packetsAt">;
  readonly layout: StageLayout;
  readonly text: Dictionary;
}

interface Drawn {
  readonly element: HTMLDivElement;
  readonly variant: PacketVariant;
  shown: string;
}

/** A flight looks different once it was cut, or was touched by the link. */
interface Variant {
  readonly truth: Flight["truth"];
  readonly length: number;
  readonly variant: PacketVariant;
}

const SVG = "http://www.w3.org/2000/svg";
/** How long (ms) packets take to settle half-way when the clock stops, and to leave again. */
const SETTLING = 180;
/** Of a second, for frames that come late. */
const LONGEST_FRAME = 50;

/**
 * Draws the packets, frame by frame and past React. While the clock stands, the packet of the step
 * just done is shown half-way, for there it can be read; while it runs, a step begins at its sender.
 * It says when what left in that step has landed, so that nothing is on its way and in a tank at once.
 */
export class PacketLayer {
  private scene: PacketScene | null = null;
  private position = 0;
  /** How far (steps) packets are drawn behind the clock: 0 to 0.5. */
  private behind = 0;
  private stationary = false;
  private frame: number | null = null;
  private lastFrame = 0;
  private readonly drawn = new Map<number, Drawn>();
  private readonly tracks = new Map<string, SVGPathElement>();
  private readonly widths: PacketWidths;
  private readonly variants = new Map<number, Variant>();

  constructor(
    private readonly box: HTMLElement,
    private readonly lines: SVGElement,
    private readonly chosen: (flight: Flight) => void,
    /** Whether anything may move at all. */
    private readonly still: () => boolean,
    /** Told in each picture whether what left in the step just done is on its way in it. */
    private readonly trails: (trailing: boolean) => void,
  ) {
    this.widths = new PacketWidths(getComputedStyle(box).fontFamily);
  }

  show(scene: PacketScene): void {
    if (scene.text !== this.scene?.text || scene.trace !== this.scene.trace) this.clear();
    this.scene = scene;
    this.draw();
  }

  at(position: number): void {
    this.position = position;
    this.draw();
  }

  /** Whether the clock stands: paused, or in whole steps. */
  setStationary(stationary: boolean): void {
    this.stationary = stationary;
    if (this.still()) {
      this.behind = this.goal();
      this.draw();
    } else this.ask();
  }

  clear(): void {
    for (const { element } of this.drawn.values()) element.remove();
    for (const track of this.tracks.values()) track.remove();
    this.drawn.clear();
    this.tracks.clear();
    this.variants.clear();
  }

  dispose(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.clear();
  }

  /** Texts may be wider once the page's fonts are there. */
  remeasure(): void {
    this.widths.clear();
    this.draw();
  }

  private goal(): number {
    return this.stationary ? BEHIND : 0;
  }

  private ask(): void {
    if (this.frame !== null || this.behind === this.goal()) return;
    this.lastFrame = performance.now();
    this.frame = requestAnimationFrame(this.settle);
  }

  private settle = (now: number): void => {
    const passed = Math.min(LONGEST_FRAME, Math.max(0, now - this.lastFrame));
    this.lastFrame = now;
    const step = (BEHIND * passed) / SETTLING;
    const goal = this.goal();
    const missing = goal - this.behind;
    this.behind = Math.abs(missing) <= step ? goal : this.behind + Math.sign(missing) * step;
    this.frame = this.behind === goal ? null : requestAnimationFrame(this.settle);
    this.draw();
  };

  private draw(): void {
    const { scene } = this;
    if (scene === null) return;
    const { trace, layout } = scene;
    const { position, behind } = this;
    this.trails(position - behind < Math.floor(position));
    const packets = trace.packetsAt(position, behind);
    const places = placePackets(layout, packets, {
      width: (flight, form, more) => this.width(flight, form, more),
    });
    const seen = new Set<number>();
    for (const place of places) {
      seen.add(place.flight.id);
      this.place(place);
    }
    for (const [id, { element }] of this.drawn) {
      if (seen.has(id)) continue;
      element.remove();
      this.drawn.delete(id);
      this.variants.delete(id);
    }
    this.drawTracks(places, layout);
  }

  private place({ flight, form, x, y, width, height, opacity, waiting, more }: PacketPlace): void {
    const drawn = this.drawn.get(flight.id) ?? this.make(flight);
    const { element, variant } = drawn;
    const words = more > 0 ? `${variant.text[form]} +${more}` : variant.text[form];
    if (drawn.shown !== words) {
      element.textContent = words;
      drawn.shown = words;
    }
    const { style } = element;
    element.classList.toggle("waiting", waiting);
    element.classList.toggle("small", height < 20);
    style.minWidth = `${width}px`;
    style.height = `${height}px`;
    style.opacity = String(opacity);
    style.transform = `translate(${x - width / 2}px, ${y - height / 2}px)`;
  }

  private make(flight: Flight): Drawn {
    const element = document.createElement("div");
    const variant = this.variantOf(flight);
    element.className = variant.className;
    element.dataset["flight"] = String(flight.id);
    if (variant.title !== "") element.title = variant.title;
    element.addEventListener("click", () => this.chosen(flight));
    this.box.append(element);
    const drawn = { element, variant, shown: "" };
    this.drawn.set(flight.id, drawn);
    return drawn;
  }

  private variantOf(flight: Flight): PacketVariant {
    const { scene } = this;
    if (scene === null) throw new Error("nothing is shown");
    const { id, cargo, truth } = flight;
    const length = cargo.kind === "segment" ? 0 : cargo.length;
    const known = this.variants.get(id);
    if (known !== undefined && known.truth === truth && known.length === length)
      return known.variant;
    const side = scene.layout.cards.find(({ actor }) => actor === flight.from?.actor)?.side;
    const variant = packetVariant(flight, side === "right", scene.text);
    this.variants.set(id, { truth, length, variant });
    return variant;
  }

  private width(flight: Flight, form: PacketForm, more: number): number {
    const words = this.variantOf(flight).text[form];
    return this.widths.of(more > 0 ? `${words} +${more}` : words, form);
  }

  /** Datagrams have no wire, nor has what comes after a close: a trail shows the way in flight. */
  private drawTracks(places: readonly PacketPlace[], layout: StageLayout): void {
    const seen = new Set<string>();
    for (const { flight, waiting } of places) {
      const route = waiting ? null : layout.routeOf(flight);
      if (route === null || route.wire !== null) continue;
      seen.add(route.path.d);
      if (this.tracks.has(route.path.d)) continue;
      const track = document.createElementNS(SVG, "path");
      track.setAttribute("d", route.path.d);
      track.setAttribute("class", `track ${flight.cargo.kind}`);
      this.lines.append(track);
      this.tracks.set(route.path.d, track);
    }
    for (const [d, track] of this.tracks) {
      if (seen.has(d)) continue;
      track.remove();
      this.tracks.delete(d);
    }
  }
}
