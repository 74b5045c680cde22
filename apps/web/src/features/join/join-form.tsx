import { type SubmitEvent, useLayoutEffect, useRef, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Field } from "../../parts/controls/field.tsx";
import { join, useApp } from "../../store/index.ts";
import "./join.css";

/** Asks a viewer on another machine for the join code; nothing else can be done before. */
export function JoinForm() {
  const open = useApp((state) => state.joinProblem !== null);
  return open ? <Form /> : null;
}

function Form() {
  const text = useText();
  const problem = useApp((state) => state.joinProblem);
  const [code, setCode] = useState("");
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog !== null && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.trim() !== "") join(code.trim());
  };
  return (
    <dialog
      ref={ref}
      className="dialog join-dialog"
      aria-label={text.join.title}
      onCancel={(event) => event.preventDefault()}
    >
      <form className="dialog-body" onSubmit={submit} noValidate>
        <h1>{text.join.title}</h1>
        <p>{text.join.asks}</p>
        <Field
          label={text.join.code}
          value={code}
          maxLength={32}
          autoCapitalize="characters"
          placeholder="ABCD-EFGH"
          problem={
            problem === null || problem === "join-code-needed" ? null : text.problems[problem]
          }
          onChange={({ target }) => setCode(target.value)}
        />
        <button type="submit" className="button strong">
          {text.join.enter}
        </button>
      </form>
    </dialog>
  );
}
