import { type ReactNode, useLayoutEffect, useRef } from "react";
import { IconButton } from "../controls/button.tsx";

/** A modal dialog; Escape and a click beside it close it. */
export function Dialog(props: {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  // Its cleanup must come while the dialog is still there: only then does the focus go back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog !== null && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={({ target }) => {
        if (target === ref.current) props.onClose();
      }}
    >
      <div className="dialog-body">
        <header>
          <h1>{props.title}</h1>
          <IconButton icon="close" label={props.closeLabel} onClick={props.onClose} />
        </header>
        {props.children}
      </div>
    </dialog>
  );
}
