import { glossary, type Piece, type Ports, pieces, type Text } from "@sockscope/lessons";
import { useId } from "react";
import { useApp } from "../../../store/index.ts";

/** A text of a lesson: code is set as code, terms have their definition on hover and focus. */
export function RichText({ text, ports }: { readonly text: Text; readonly ports: Ports }) {
  const lang = useApp((state) => state.lang);
  const counted = pieces(text, lang, ports).map((piece, place) => ({ piece, place }));
  return (
    <>
      {counted.map(({ piece, place }) => (
        <PieceView key={place} piece={piece} />
      ))}
    </>
  );
}

function PieceView({ piece }: { readonly piece: Piece }) {
  switch (piece.kind) {
    case "plain":
      return piece.text;
    case "code":
      return <code>{piece.text}</code>;
    case "term":
      return <Term term={piece.term} shown={piece.text} />;
  }
}

function Term(props: { readonly term: keyof typeof glossary; readonly shown: string }) {
  const lang = useApp((state) => state.lang);
  const id = useId();
  return (
    <span className="term">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its definition is to be had by keyboard */}
      <dfn className="term-name" tabIndex={0} aria-describedby={id}>
        {props.shown}
      </dfn>
      <span className="tip term-means" role="tooltip" id={id}>
        {glossary[props.term].means[lang]}
      </span>
    </span>
  );
}
