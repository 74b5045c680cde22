import type { Header, HeaderField, LayerName } from "@sockscope/trace";
import { type ReactNode, useState } from "react";
import { useText } from "../../../i18n/index.ts";
import { TruthStroke } from "../../../parts/truth-mark.tsx";
import type { WrappedMessage } from "./message.ts";

/** Bytes that are drawn. */
const SHOWN = 32;
const decoder = new TextDecoder();

/** One message as nested envelopes, the link outermost; one of them is laid open. */
export function LayersDrawing(
  props: WrappedMessage & { readonly open: LayerName; readonly way: "down" | "up" },
) {
  const { prefix: kept, layers, way } = props;
  const { transport, network, length, total } = layers;
  const text = useText().drawings;
  const [open, setOpen] = useState<LayerName | null>(props.open);
  const toggles = (layer: LayerName) => ({
    layer,
    open: open === layer,
    onToggle: () => setOpen(open === layer ? null : layer),
  });
  const size = ({ size: bytes, atLeast }: Header) =>
    atLeast ? text.atLeast(`${bytes} B`) : `${bytes} B`;
  const all = transport.atLeast ? text.atLeast(`${total} B`) : `${total} B`;
  return (
    <section className="layers" aria-label={text.layers}>
      <h3>{way === "down" ? text.down : text.up}</h3>
      <Envelope {...toggles("link")} holds={text.noLink} details={<p>{text.noLinkWhy}</p>}>
        <Envelope
          {...toggles("network")}
          holds={text.header(network.protocol, size(network))}
          details={<Fields header={network} />}
        >
          <Envelope
            {...toggles("transport")}
            holds={text.header(transport.protocol, size(transport))}
            details={<Fields header={transport} />}
          >
            <Envelope
              {...toggles("application")}
              holds={text.message(`${length} B`)}
              details={<Bytes kept={kept} length={length} />}
            />
          </Envelope>
        </Envelope>
      </Envelope>
      <p className="layers-sum">
        {text.total(all, `${network.size} + ${transport.size} + ${length}`)}
      </p>
      <p className="layers-legend">{text.legend}</p>
    </section>
  );
}

function Envelope(props: {
  readonly layer: LayerName;
  /** What this layer puts there. */
  readonly holds: string;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly details: ReactNode;
  readonly children?: ReactNode;
}) {
  const { layer, holds, open, onToggle, details, children } = props;
  const text = useText().drawings;
  return (
    <div className={`envelope of-${layer}`}>
      <button type="button" className="envelope-head" aria-expanded={open} onClick={onToggle}>
        <strong>{text.layerNames[layer]}</strong> <span>{holds}</span>
      </button>
      {open && <div className="envelope-details">{details}</div>}
      {children}
    </div>
  );
}

function Fields({ header: { fields } }: { readonly header: Header }) {
  const text = useText().drawings;
  const known = fields.filter(({ value }) => value !== null);
  const others = fields.filter(({ value }) => value === null);
  return (
    <>
      <dl className="header-fields">
        {known.map((field) => (
          <Field key={field.name} field={field} />
        ))}
      </dl>
      <p className="unknown-fields">
        {text.unknown(others.map(({ name, bits }) => `${text.fields[name]} (${bitsText(bits)})`))}
      </p>
    </>
  );
}

/** Options have no fixed size. */
const bitsText = (bits: number | null): string => (bits === null ? "0–320" : String(bits));

function Field({ field: { name, bits, value, truth } }: { readonly field: HeaderField }) {
  const { drawings: text, inspector } = useText();
  return (
    <div>
      <dt>
        {text.fields[name]} <small>{text.bits(bitsText(bits))}</small>
      </dt>
      <dd>
        {value}
        <TruthStroke truth={truth} width={14} />
        <span className="hidden-text">{inspector.truths[truth].name}</span>
      </dd>
    </div>
  );
}

function Bytes({ kept, length }: { readonly kept: Uint8Array; readonly length: number }) {
  const text = useText().drawings;
  const shown = kept.subarray(0, SHOWN);
  const hex = [...shown].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return (
    <>
      <p className="mono">{hex}</p>
      <p>“{decoder.decode(shown)}”</p>
      {length > shown.length && <p>{text.more(length - shown.length)}</p>}
    </>
  );
}
