import { Stage } from "./features/stage/stage.tsx";
import { Timeline } from "./features/timeline/timeline.tsx";

/** The whole page. Features know nothing of one another: they meet here and in the store. */
export function App() {
  return (
    <div className="app">
      <main className="middle">
        <div className="stage-area">
          <Stage controls={() => null} />
        </div>
        <div className="timeline-area">
          <Timeline />
        </div>
      </main>
    </div>
  );
}
