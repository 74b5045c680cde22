import { Fragment } from "react";
import { countText, type Dictionary, useText, visibleText } from "../../../i18n/index.ts";
import type { Carried } from "../bytes/carried-bytes.ts";
import { hexRows, offsetText } from "../bytes/hex-rows.ts";
import type { Token } from "../bytes/stream-text.ts";

/** Bytes as hex and as text; a character that is cut in two is shown as cut. */
export function BytesSheet(props: {
  readonly carried: Carried | "later" | null;
  /** Only the dump, in little room. */
  readonly brief?: boolean;
}) {
  const { carried, brief = false } = props;
  const text = useText().inspector.bytes;
  if (carried === null) return <p className="means">{text.none}</p>;
  if (carried === "later") return <p className="means">{text.noneYet}</p>;
  const { prefix: kept, length, offset, tokens } = carried;
  if (length === 0) return <p className="means">{text.empty}</p>;
  return (
    <>
      <table className={brief ? "hex brief" : "hex"}>
        <caption className="hidden-text">{text.title}</caption>
        <thead className="hidden-text">
          <tr>
            <th>{text.offset}</th>
            <th>{text.hex}</th>
            <th>{text.text}</th>
          </tr>
        </thead>
        <tbody>
          {hexRows(kept, offset, tokens).map((row) => (
            <tr key={row.offset}>
              <th scope="row">{offsetText(row.offset)}</th>
              <td>
                {row.bytes.map(({ hex, cut }, index) => (
                  <Fragment key={row.offset + index}>
                    {index > 0 && " "}
                    {cut ? <b className="cut-byte">{hex}</b> : hex}
                  </Fragment>
                ))}
              </td>
              <td className="hex-text">
                <Glyphs tokens={row.text} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {kept.length < length && (
        <p className="means">
          {kept.length === 0
            ? text.noPrefix
            : text.prefix(countText(kept.length), countText(length))}
        </p>
      )}
      {kept.length > 0 && !brief && (
        <>
          <h3>{text.text}</h3>
          <p className="as-text">
            <Glyphs tokens={tokens} />
          </p>
          <Cuts carried={carried} text={text} />
        </>
      )}
    </>
  );
}

/** Runs of whole characters as text; cut ones and bytes that are none stand out. */
function Glyphs({ tokens }: { readonly tokens: readonly Token[] }) {
  const text = useText().inspector.bytes;
  const shown: React.ReactNode[] = [];
  let run = "";
  const flush = () => {
    if (run !== "") shown.push(visibleText(run));
    run = "";
  };
  for (const token of tokens) {
    if (token.kind === "character") run += token.character;
    else {
      flush();
      shown.push(
        token.kind === "raw" ? (
          <span key={token.offset} className="raw-byte">
            \x{token.byte.toString(16).padStart(2, "0")}
          </span>
        ) : (
          <span key={token.offset} className={`cut ${token.side}`}>
            {visibleText(token.character ?? "▯")}
            <small>{text.part(token.length, token.of)}</small>
          </span>
        ),
      );
    }
  }
  flush();
  return shown.map((one, index) =>
    typeof one === "string" ? <bdi key={`run ${index}`}>{one}</bdi> : one,
  );
}

function Cuts(props: {
  readonly carried: Carried;
  readonly text: Dictionary["inspector"]["bytes"];
}) {
  const { carried, text } = props;
  // The end of what was kept is not the end of what was sent.
  const all = carried.prefix.length === carried.length;
  return carried.tokens.map((token) => {
    if (token.kind !== "cut" || (token.side === "end" && !all)) return null;
    const { character, length, of, side, offset } = token;
    return (
      <p className="means" key={offset}>
        {side === "start"
          ? text.cutStart(visibleText(character ?? "▯"), length, of)
          : carried.datagram
            ? text.cutLost(length, of)
            : character === null
              ? text.cutOpen(length, of)
              : text.cutEnd(visibleText(character), length, of)}
      </p>
    );
  });
}
