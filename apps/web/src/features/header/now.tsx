import { type Dictionary, useText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { Chip } from "../../parts/controls/chip.tsx";
import { type AppState, leaveReplay, playhead, useApp } from "../../store/index.ts";

/** Where the playhead is in words: live, behind, in the past; or that the line is cut. */
export function Now() {
  const text = useText().header;
  const connectionStatus = useApp((state) => state.connectionStatus);
  const replaying = useApp((state) => state.replay !== null);
  const past = useApp((state) => state.mode !== "live") || replaying;
  const saying = useApp((state) => sentence(state, text));
  const tone =
    connectionStatus === "lost" || connectionStatus === "failed"
      ? "bad"
      : connectionStatus === "connecting" || past
        ? "waiting"
        : "good";
  return (
    <span className="now">
      <Chip tone={tone}>
        <span className={`dot ${tone}`} aria-hidden="true" />
        <span className="now-words">{saying}</span>
      </Chip>
      {past && connectionStatus === "open" && (
        <Button variant="quiet" onClick={replaying ? leaveReplay : playhead.live}>
          {text.backToLive}
        </Button>
      )}
    </span>
  );
}

function sentence(state: AppState, text: Dictionary["header"]): string {
  if (state.connectionStatus === "lost") return text.lost;
  if (state.connectionStatus === "failed") return text.failed;
  if (state.connectionStatus === "connecting") return text.connecting;
  if (state.mode !== "live" || state.replay !== null) return text.past(state.step, state.steps);
  const behind = state.steps - state.step;
  return behind === 0 ? text.live : text.behind(behind);
}
