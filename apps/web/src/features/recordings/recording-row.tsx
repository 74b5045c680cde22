import type { RecordingInfo } from "@sockscope/protocol";
import { useRef, useState } from "react";
import { dateTimeText, fileSizeText, useText, visibleText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { Field } from "../../parts/controls/field.tsx";
import { recordingFile, useApp } from "../../store/index.ts";

interface RowProps {
  readonly info: RecordingInfo;
  readonly open: (info: RecordingInfo) => Promise<void>;
  /** False if it was refused. */
  readonly rename: (id: string, name: string) => Promise<boolean>;
  readonly remove: (id: string) => Promise<boolean>;
}

export function RecordingRow({ info, open, rename, remove }: RowProps) {
  const text = useText().recordings;
  const lang = useApp((state) => state.lang);
  const [mode, setMode] = useState<"shown" | "naming" | "removing">("shown");
  const when = dateTimeText(lang, info.wall);
  const name = visibleText(info.name) || text.nameless;
  const full = `${name}, ${when}`;
  const isWritten = info.state === "own" || info.state === "live";
  const row = useRef<HTMLLIElement>(null);
  // What had the focus goes; it must not leave the dialog.
  const shown = () => {
    row.current?.focus();
    setMode("shown");
  };
  return (
    <li className={`recording is-${info.state}`} ref={row} tabIndex={-1}>
      {mode === "naming" ? (
        <NameForm
          name={info.name}
          onDone={shown}
          onName={async (name) => (await rename(info.id, name)) && shown()}
        />
      ) : (
        <p className="recording-name">
          <b>{name}</b>
          <span>
            {when} · {fileSizeText(info.bytes)}
            {info.state !== "whole" && (
              <em title={info.state === "cut" ? text.cutMeans : undefined}>
                {" "}
                · {text.states[info.state]}
              </em>
            )}
          </span>
        </p>
      )}
      {mode === "removing" ? (
        <p className="recording-acts" role="group" aria-label={text.removeOf(full)}>
          {text.sure}
          <Button variant="strong" onClick={() => void remove(info.id)}>
            {text.remove}
          </Button>
          <Button ref={(button) => button?.focus()} onClick={shown}>
            {text.keep}
          </Button>
        </p>
      ) : (
        mode === "shown" && (
          <p className="recording-acts">
            {!isWritten && (
              <Button
                variant="strong"
                aria-label={text.openOf(full)}
                onClick={() => void open(info)}
              >
                {text.open}
              </Button>
            )}
            <a
              className="button plain"
              href={recordingFile(info.id)}
              download
              aria-label={text.downloadOf(full)}
            >
              {text.download}
            </a>
            <Button aria-label={text.renameOf(full)} onClick={() => setMode("naming")}>
              {text.rename}
            </Button>
            {!isWritten && (
              <Button aria-label={text.removeOf(full)} onClick={() => setMode("removing")}>
                {text.remove}
              </Button>
            )}
          </p>
        )
      )}
    </li>
  );
}

function NameForm(props: {
  readonly name: string;
  readonly onName: (name: string) => unknown;
  readonly onDone: () => void;
}) {
  const text = useText().recordings;
  const [name, setName] = useState(props.name);
  return (
    <form
      className="recording-naming"
      onSubmit={(event) => {
        event.preventDefault();
        props.onName(name);
      }}
    >
      <Field
        label={text.name}
        bare
        value={name}
        maxLength={80}
        ref={(input: HTMLInputElement | null) => {
          if (input !== null && document.activeElement?.closest(".recording-naming") === null)
            input.focus();
        }}
        onChange={({ target }) => setName(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          // Only the naming ends, not the dialog.
          event.preventDefault();
          event.stopPropagation();
          props.onDone();
        }}
      />
      <Button variant="strong" onClick={() => props.onName(name)}>
        {text.save}
      </Button>
      <Button onClick={props.onDone}>{text.cancel}</Button>
    </form>
  );
}
