import { useText } from "../../../i18n/index.ts";
import { type LessonState, reducesMotion } from "../../../store/index.ts";

/** Fills up while "play all" leaves the text to be read; full, it goes on. Nothing while it waits for no time. */
export function ReadingBar({ state }: { readonly state: LessonState }) {
  const text = useText().lesson;
  const { reading, shown, play } = state;
  if (reading === null) return null;
  const seconds = Math.round(reading / 1000);
  return (
    <div className="reading-bar" role="note" aria-label={text.goesOnIn(seconds)}>
      {reducesMotion() ? (
        text.goesOnIn(seconds)
      ) : (
        <div key={`${shown} ${play?.phase}`} style={{ animationDuration: `${reading}ms` }} />
      )}
    </div>
  );
}
