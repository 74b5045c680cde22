import type { RecordingInfo } from "@sockscope/protocol";
import { useEffect, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { listRecordings, replay, useApp } from "../../store/index.ts";

/** On an empty stage: the session before this one, for replay. */
export function LastSession() {
  const text = useText().recordings;
  const open = useApp((state) => state.connectionStatus === "open");
  const [last, setLast] = useState<RecordingInfo | null>(null);
  useEffect(() => {
    if (!open) return;
    let stale = false;
    void listRecordings().then((found) => {
      if (stale || !found.ok) return;
      setLast(found.value.find(({ state }) => state === "whole" || state === "cut") ?? null);
    });
    return () => {
      stale = true;
    };
  }, [open]);
  if (last === null) return null;
  return (
    <button
      type="button"
      className="welcome-second"
      onClick={() => void replay(last, new AbortController().signal, () => undefined)}
    >
      {text.last}
      {last.state === "cut" && ` (${text.states.cut})`}
    </button>
  );
}
