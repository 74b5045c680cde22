import type { CallLine, Listing, Token } from "@sockscope/programs/listings";
import { useEffect, useRef } from "react";
import { useText } from "../../i18n/index.ts";
import type { State } from "./call-position.ts";

/** A line that is lit: the call that is shown, or (`state` null) one that others are blocked in. */
export interface LitLine {
  readonly at: CallLine;
  readonly state: State | null;
  /** How many calls are blocked there. */
  readonly blocked: number;
}

/** A program in one language, as text, with the lit lines in sight. */
export function ListingView(props: {
  readonly listing: Listing;
  readonly lit: readonly LitLine[];
  /** Whether this is what runs. */
  readonly runs: boolean;
}) {
  const { listing, lit, runs } = props;
  const text = useText().code;
  const box = useRef<HTMLDivElement>(null);
  const current = lit.find(({ state }) => state !== null)?.at;
  useEffect(() => {
    const line = box.current?.querySelector<HTMLElement>("[aria-current]");
    if (current === undefined || !box.current || !line) return;
    const { offsetTop, offsetHeight } = line;
    const { scrollTop, clientHeight } = box.current;
    const margin = Math.min(40, clientHeight / 4);
    if (
      offsetTop < scrollTop + margin ||
      offsetTop + offsetHeight > scrollTop + clientHeight - margin
    )
      box.current.scrollTop = offsetTop - clientHeight / 2 + offsetHeight / 2;
  });
  const name = text.languages[listing.language];
  return (
    <section className="listing">
      <h3>
        {name} <small>{runs ? text.runs : text.same}</small>
      </h3>

      <div
        ref={box}
        className="listing-lines"
        translate="no"
        role="group"
        aria-label={name}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is scrolled by keys, too
        tabIndex={0}
      >
        {listing.files.map(({ file, lines }) => (
          <div key={file}>
            {listing.files.length > 1 && <p className="listing-file">{file}</p>}
            <ol>
              {lines.map((tokens, index) => (
                <Line
                  // Lines never move.
                  key={index}
                  number={index + 1}
                  tokens={tokens}
                  lit={lit.find(({ at }) => at.file === file && at.line === index + 1)}
                />
              ))}
            </ol>
          </div>
        ))}
      </div>
    </section>
  );
}

function Line(props: {
  readonly number: number;
  readonly tokens: readonly Token[];
  readonly lit: LitLine | undefined;
}) {
  const { number, tokens, lit } = props;
  const indent = /^ */.exec(tokens[0]?.text ?? "")?.[0].length ?? 0;
  const state = lit === undefined ? "" : ` lit ${lit.state ?? "others"}`;
  return (
    <li className={`listing-line${state}`} aria-current={lit?.state != null ? "true" : undefined}>
      <span className="line-number" aria-hidden="true">
        {number}
      </span>
      <code style={{ "--indent": indent + 2 }}>
        {tokens.map(({ kind, text }, index) =>
          kind === "code" ? (
            text
          ) : (
            <span key={index} className={`token ${kind}`}>
              {text}
            </span>
          ),
        )}
        {tokens.length === 0 && "\n"}
      </code>
      {lit !== undefined && <Mark lit={lit} />}
    </li>
  );
}

/** What a program does there, in a word. */
function Mark({ lit: { state, blocked } }: { readonly lit: LitLine }) {
  const text = useText().code;
  const word = state === null || state === "inside" ? text.blocked : text.marks[state];
  const count = state === null || state === "inside" ? blocked : 0;
  return <span className="line-mark">{count > 1 ? `${word} ×${count}` : word}</span>;
}
