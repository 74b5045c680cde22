import { dateTimeText, useText, visibleText } from "../../i18n/index.ts";
import { Button } from "../../parts/controls/button.tsx";
import { Icon } from "../../parts/icons.tsx";
import { leaveReplay, SHOWN_EVENTS, useApp } from "../../store/index.ts";
import "./recordings.css";

/** Over the stage while a recording is shown: that it is one, and the way back. */
export function ReplayBanner() {
  const text = useText().recordings;
  const replay = useApp((state) => state.replay);
  if (replay === null) return null;
  return (
    <div className="replay-banner" role="status">
      <b>
        <Icon name="recordings" /> {text.banner}
      </b>
      <span>
        {visibleText(replay.info.name) || text.nameless} · {text.bannerMeans}
      </span>
      <Button variant="strong" onClick={leaveReplay}>
        {text.back}
      </Button>
    </div>
  );
}

/** In place of the palette: from a recording nothing can be started. */
export function ReplayPanel({ onRecordings }: { readonly onRecordings: () => void }) {
  const text = useText().recordings;
  const lang = useApp((state) => state.lang);
  const replay = useApp((state) => state.replay);
  if (replay === null) return null;
  const { info, events, torn, more } = replay;
  return (
    <section className="replay-panel">
      <h2>{text.banner}</h2>
      <p>
        <b>{visibleText(info.name) || text.nameless}</b>
        <br />
        {dateTimeText(lang, info.wall)}
        <br />
        {text.events(events)}
      </p>
      {info.state === "cut" && <p>{text.cutMeans}</p>}
      {torn && <p>{text.torn}</p>}
      {more && <p>{text.more(SHOWN_EVENTS)}</p>}
      <Button onClick={onRecordings}>{text.others}</Button>
    </section>
  );
}
