import { LIMITS, type RecordingInfo } from "@sockscope/protocol";
import { useRef, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { ProblemLine } from "../../parts/controls/field.tsx";
import { Dialog } from "../../parts/overlays/dialog.tsx";
import { RecordingRow } from "./recording-row.tsx";
import { useRecordings } from "./use-recordings.ts";

/** All recordings of the folder: open, name, download, import, delete. */
export function Recordings({ onClose }: { readonly onClose: () => void }) {
  const text = useText().recordings;
  const box = useRef<HTMLDivElement>(null);
  const { list, trouble, reading, busy, ...act } = useRecordings(onClose);
  return (
    <Dialog title={text.title} closeLabel={text.close} onClose={onClose}>
      <div className="recordings" ref={box} tabIndex={-1}>
        <p className="recordings-about">{text.about}</p>
        <ProblemLine>
          {trouble === null ? null : text.problems[trouble.code](trouble.line)}
        </ProblemLine>
        {reading === null ? (
          <Importer busy={busy} onFile={(file) => void act.take(file)} />
        ) : (
          <p className="recordings-tools" role="status">
            {text.reading(reading)}
            <Button onClick={act.cancel}>{text.cancel}</Button>
          </p>
        )}
        <List
          list={list}
          act={{
            ...act,
            remove: (id) => {
              // The row goes, and the focus must not leave the dialog with it.
              box.current?.focus();
              return act.remove(id);
            },
          }}
        />
        <p className="recordings-limits">
          {text.limits(
            LIMITS.recordingBytes / 2 ** 20,
            LIMITS.recordingsBytes / 2 ** 30,
            LIMITS.recordings,
          )}
        </p>
      </div>
    </Dialog>
  );
}

function List(props: {
  readonly list: readonly RecordingInfo[] | null;
  readonly act: Pick<ReturnType<typeof useRecordings>, "open" | "rename" | "remove">;
}) {
  const text = useText().recordings;
  const { list, act } = props;
  if (list === null) return <p>{text.loading}</p>;
  if (list.length === 0) return <p>{text.empty}</p>;
  return (
    <ul className="recordings-list" aria-label={text.title}>
      {list.map((info) => (
        <RecordingRow key={info.id} info={info} {...act} />
      ))}
    </ul>
  );
}

/** A button that opens the system's choice of files. */
function Importer(props: { readonly busy: boolean; readonly onFile: (file: File) => void }) {
  const text = useText().recordings;
  const input = useRef<HTMLInputElement>(null);
  const [key, setKey] = useState(0);
  return (
    <div className="recordings-tools">
      <Button aria-disabled={props.busy} onClick={() => !props.busy && input.current?.click()}>
        {props.busy ? text.importing : text.import}
      </Button>
      <input
        // The same file can be chosen again.
        key={key}
        ref={input}
        type="file"
        accept=".ndjson"
        hidden
        aria-label={text.import}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) props.onFile(file);
          setKey(key + 1);
        }}
      />
    </div>
  );
}
