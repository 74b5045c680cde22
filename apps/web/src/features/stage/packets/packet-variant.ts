import { type Flight, flightTone, isUnseen, type PacketForm, sizeText } from "@sockscope/trace";
import { type Dictionary, previewText } from "../../../i18n/index.ts";

/** How a packet looks, apart from where it is. */
export interface PacketVariant {
  readonly className: string;
  /** Its words in flight, and while it waits. */
  readonly text: Readonly<Record<PacketForm, string>>;
  readonly title: string;
}

/** Columns of text in a packet: a Chinese character takes two. */
const COLUMNS = 10;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]|\p{Emoji_Presentation}/u;

/** The beginning of a payload, cut to what fits into a packet. */
export function packetPreview(prefix: Uint8Array): string {
  let columns = 0;
  let shown = 0;
  const characters = [...previewText(prefix, COLUMNS)];
  for (const one of characters) {
    columns += WIDE.test(one) ? 2 : 1;
    if (columns > COLUMNS) break;
    shown++;
  }
  const text = characters.slice(0, shown).join("");
  return shown < characters.length && !text.endsWith("…") ? `${text}…` : text;
}

export function packetVariant(
  flight: Flight,
  fromServer: boolean,
  text: Dictionary,
): PacketVariant {
  const { cargo, truth } = flight;
  const tone = flightTone(flight, fromServer);
  const className = `packet ${cargo.kind} ${tone} ${truth}`;
  const mark = truth === "injected" ? "∿ " : "";
  if (cargo.kind === "segment") {
    const title = truth === "inferred" ? text.stage.packet.inferredSegment : "";
    const words = `${mark}${cargo.flags}`;
    return { className, text: { long: words, short: words }, title };
  }
  const size = `${mark}${sizeText(cargo.length)}`;
  const preview = packetPreview(cargo.prefix);
  return {
    className,
    text: { long: preview === "" ? size : `${preview} ${size}`, short: size },
    title: isUnseen(flight, Number.POSITIVE_INFINITY)
      ? text.stage.packet.unseen
      : truth === "inferred"
        ? text.stage.packet.inferredData
        : truth === "injected"
          ? text.inspector.flightTruth.injected
          : "",
  };
}
