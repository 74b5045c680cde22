import type { Truth } from "@sockscope/protocol";
import type { ReactNode } from "react";
import { failure, useText } from "../../../i18n/index.ts";
import { TruthStroke } from "../../../parts/truth-mark.tsx";

export function Rows({ children }: { readonly children: ReactNode }) {
  return <dl className="rows">{children}</dl>;
}

export function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How it is known, with its stroke, and what that means. */
export function TruthRow({ truth, why }: { readonly truth: Truth; readonly why?: string }) {
  const text = useText().inspector;
  return (
    <Row name={text.rows.truth}>
      <span className={`chip truth ${truth}`}>
        <TruthStroke truth={truth} />
        {text.truths[truth].name}
      </span>
      <span className="means">{why ?? text.truths[truth].means}</span>
    </Row>
  );
}

export function Notice(props: { readonly title?: string; readonly children: ReactNode }) {
  const text = useText().inspector;
  return (
    <section className="what-to-notice">
      <h3>{props.title ?? text.notice}</h3>
      <p>{props.children}</p>
    </section>
  );
}

/** Why a program failed, and what that means. */
export function Failure({ error }: { readonly error: string }) {
  const { code, means } = failure(useText(), error);
  return (
    <>
      <strong className="error">{code}</strong>
      {means !== "" && <span className="means">{means}</span>}
    </>
  );
}
