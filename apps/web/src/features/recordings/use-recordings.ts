import { LIMITS, type RecordingInfo, seenOnly } from "@sockscope/protocol";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import {
  deleteRecording,
  importRecording,
  listRecordings,
  nameRecording,
  type Outcome,
  type RecordingTrouble,
  replay,
} from "../../store/index.ts";

/** What the dialog knows and does. `opened` is called when a recording is shown. */
export function useRecordings(opened: () => void) {
  const [list, setList] = useState<readonly RecordingInfo[] | null>(null);
  const [trouble, setTrouble] = useState<RecordingTrouble | null>(null);
  /** Events read of the one that is being opened. */
  const [reading, setReading] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const abort = useRef<AbortController | null>(null);

  const show = (found: Outcome<readonly RecordingInfo[]>) => {
    if (found.ok) setList(found.value);
    else setTrouble(found.trouble);
  };
  const showFirst = useEffectEvent(show);
  useEffect(() => {
    let gone = false;
    void listRecordings().then((found) => {
      if (!gone) showFirst(found);
    });
    return () => {
      gone = true;
      abort.current?.abort();
    };
  }, []);

  /** What went wrong is said; then the list is looked at again, as it is. */
  const done = async (result: Outcome<unknown>) => {
    setTrouble(result.ok ? null : result.trouble);
    show(await listRecordings());
    return result.ok;
  };

  return {
    list,
    trouble,
    reading,
    busy,
    async open(info: RecordingInfo): Promise<void> {
      abort.current?.abort();
      const controller = new AbortController();
      abort.current = controller;
      setTrouble(null);
      setReading(0);
      const result = await replay(info, controller.signal, setReading);
      if (controller.signal.aborted) return;
      setReading(null);
      if (result.ok) opened();
      else setTrouble(result.trouble);
    },
    cancel(): void {
      abort.current?.abort();
      setReading(null);
    },
    rename: async (id: string, name: string) => done(await nameRecording(id, name)),
    remove: async (id: string) => done(await deleteRecording(id)),
    async take(file: File): Promise<void> {
      if (file.size > LIMITS.recordingBytes) return setTrouble({ code: "too-large", line: 0 });
      setBusy(true);
      await done(await importRecording(file, nameOf(file)));
      setBusy(false);
    },
  } as const;
}

/** The name of a file without its ending, as far as a recording may be called so. */
const nameOf = ({ name }: File): string =>
  seenOnly(
    name
      .replace(/\.ndjson$/i, "")
      .replace(/^sockscope-[\dTZ.-]+-[\da-f]{8}( \(\d+\))?$/, "")
      .slice(0, LIMITS.recordingName),
  );
