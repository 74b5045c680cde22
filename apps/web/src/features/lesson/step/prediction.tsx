import type { Ports, Predicted, Prediction } from "@sockscope/lessons";
import { type SubmitEvent, useState } from "react";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../parts/controls/button.tsx";
import { Field } from "../../../parts/controls/field.tsx";
import { useApp } from "../../../store/index.ts";
import { lessonControl } from "../../../store/lessons/lesson-session.ts";
import { RichText } from "./rich-text.tsx";

/** A question that stands while a call is held back: the kernel answers it, for real. */
export function Question(props: { readonly predict: Prediction; readonly ports: Ports }) {
  const { predict, ports } = props;
  const text = useText().lesson;
  return (
    <section className="question" aria-label={text.predict}>
      <h3>{text.predict}</h3>
      <p>
        <RichText text={predict.question} ports={ports} />
      </p>
      {predict.kind === "number" ? (
        <NumberAnswer />
      ) : (
        <div className="options">
          {predict.options.map(({ id, text: option }) => (
            <Button key={id} onClick={() => lessonControl.predict(id)}>
              <RichText text={option} ports={ports} />
            </Button>
          ))}
        </div>
      )}
      <Button variant="quiet" onClick={() => lessonControl.predict(null)}>
        {text.letKernelAnswer}
      </Button>
    </section>
  );
}

function NumberAnswer() {
  const text = useText().lesson;
  const [input, setInput] = useState("");
  const [tried, setTried] = useState(false);
  const right = /^\d{1,9}$/.test(input.trim());
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (right) lessonControl.predict(Number(input));
  };
  return (
    <form className="number-answer" onSubmit={submit} noValidate>
      <Field
        label={text.answer}
        inputMode="numeric"
        value={input}
        problem={tried && !right ? text.numberBad : null}
        onChange={({ target }) => setInput(target.value)}
      />
      <button type="submit" className="button strong">
        {text.askKernel}
      </button>
    </form>
  );
}

/** What was predicted beside what came. */
export function Outcome(props: { readonly predict: Prediction; readonly predicted: Predicted }) {
  const { predict, predicted } = props;
  const text = useText().lesson;
  const lang = useApp((state) => state.lang);
  const { given, actual } = predicted;
  if (actual === null) return null;
  const say = (value: number | string): string =>
    predict.kind === "number"
      ? `${value} ${predict.unit[lang]}`
      : `“${predict.options.find(({ id }) => id === value)?.text[lang] ?? value}”`;
  const right = given === actual;
  return (
    <p className={`outcome ${given === null ? "" : right ? "right" : "wrong"}`} role="status">
      {given === null
        ? text.unanswered(say(actual))
        : right
          ? text.right(say(actual))
          : text.wrong(say(given), say(actual))}
    </p>
  );
}
