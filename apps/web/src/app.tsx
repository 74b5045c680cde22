import { useCallback, useRef, useState } from "react";
import { CodeTab } from "./features/code/code-tab.tsx";
import { GateControl } from "./features/gate/gate-control.tsx";
import { HandControls } from "./features/hand/hand-controls.tsx";
import { Header } from "./features/header/header.tsx";
import { Inspector } from "./features/inspector/inspector.tsx";
import { Guests, LookingOn, NothingYet } from "./features/join/guests.tsx";
import { JoinForm } from "./features/join/join-form.tsx";
import { LessonPanel, LessonStrip, RoomDrawing } from "./features/lesson/lesson-panel.tsx";
import { LinkControl } from "./features/link/link-control.tsx";
import { Notices } from "./features/notices/notices.tsx";
import { OpeningNotice, useOpening } from "./features/opening/opening-notice.tsx";
import { Palette } from "./features/palette/palette.tsx";
import { Caption } from "./features/presenter/caption.tsx";
import { Laser } from "./features/presenter/laser.tsx";
import { LastSession } from "./features/recordings/last-session.tsx";
import { Recordings } from "./features/recordings/recordings.tsx";
import { ReplayBanner, ReplayPanel } from "./features/recordings/replay-banner.tsx";
import { Scrubber } from "./features/scrubber/scrubber.tsx";
import { Stage } from "./features/stage/stage.tsx";
import { StillsDialog } from "./features/stills/stills-dialog.tsx";
import { Timeline } from "./features/timeline/timeline.tsx";
import { Welcome } from "./features/welcome/welcome.tsx";
import { useText } from "./i18n/index.ts";
import { useKeys } from "./keys.ts";
import { Splitter } from "./parts/controls/splitter.tsx";
import { deferred } from "./parts/deferred.tsx";
import { STAGE_SHARE, store, useApp, useLiveStage, useStageView } from "./store/index.ts";
import "./features/help/help.css";
import "./app.css";

const { Part: Help } = deferred(async () => (await import("./features/help/help.tsx")).Help);

/** The whole page. Features know nothing of one another: they meet here and in the store. */
export function App() {
  const text = useText();
  const stage = useRef<HTMLDivElement>(null);
  const [help, setHelp] = useState(false);
  const openHelp = useCallback(() => setHelp(true), []);
  const [recordings, setRecordings] = useState(false);
  const openRecordings = useCallback(() => setRecordings(true), []);
  const share = useApp((state) => state.stageShare);
  const presenting = useApp((state) => state.presenting);
  const need = useApp((state) => state.stageNeed);
  const replaying = useApp((state) => state.replay !== null);
  const coding = useApp((state) => state.inspectorTab === "code");
  const outside = useApp((state) => state.role === "outside");
  useKeys(openHelp, outside ? null : openRecordings);
  const { setStageShare } = store.getState();
  const modes = Object.entries({ presenting, replaying, coding }).filter(([, on]) => on);
  return (
    <div className={["app", ...modes.map(([mode]) => mode)].join(" ")}>
      <button type="button" className="skip" onClick={() => stage.current?.focus()}>
        {text.skip}
      </button>
      <Header
        onHelp={openHelp}
        onRecordings={outside ? null : openRecordings}
        gate={replaying || outside ? null : <GateControl />}
        link={replaying || outside ? null : <LinkControl />}
      />
      <aside className="panel left" aria-label={text.palette.label}>
        <Guests />
        {outside && <LookingOn />}
        {replaying && <ReplayPanel onRecordings={openRecordings} />}
        {!outside && !replaying && (
          <>
            <Palette />
            <LessonPanel />
          </>
        )}
      </aside>
      <main className="middle" style={{ "--stage": `${share}%`, "--stage-need": `${need ?? 0}px` }}>
        <div className="stage-area" ref={stage} tabIndex={-1}>
          <ReplayBanner />
          <Stage controls={({ actor }) => <HandControls key={actor.id} actor={actor} />} />
          {presenting && <RoomDrawing />}
          <Invitation />
          <OpeningNotice />
        </div>
        <Splitter
          label={text.panels.split}
          value={share}
          initial={STAGE_SHARE.default}
          min={STAGE_SHARE.min}
          max={STAGE_SHARE.max}
          onChange={setStageShare}
        />
        <div className="timeline-area">
          <Timeline />
        </div>
        <Scrubber />
      </main>
      <aside className="panel right" aria-label={text.panels.inspector}>
        <Inspector code={<CodeTab />} />
      </aside>
      {presenting && <LessonStrip />}
      {presenting && <Caption />}
      {presenting && <Laser />}
      <Notices />
      <JoinForm />
      <StillsDialog />
      {help && <Help onClose={() => setHelp(false)} />}
      {recordings && <Recordings onClose={() => setRecordings(false)} />}
    </div>
  );
}

/** Nobody on the stage, neither now nor at the playhead: then it says how to begin. */
function Invitation() {
  const now = useLiveStage().actors.length;
  const seen = useStageView().actors.length;
  const replaying = useApp((state) => state.replay !== null);
  const outside = useApp((state) => state.role === "outside");
  const opening = useOpening();
  // To a room the open lesson says itself how it begins.
  const strip = useApp(({ presenting, lesson }) => presenting && lesson !== null);
  if (strip) return null;
  if (now > 0 || seen > 0 || replaying || opening) return null;
  return outside ? <NothingYet /> : <Welcome more={<LastSession />} />;
}
