import type { Lesson } from "@sockscope/lessons";
import { entryAfter } from "@sockscope/lessons/contents";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../parts/controls/button.tsx";
import { openLesson, useApp } from "../../../store/index.ts";
import { RichText } from "./rich-text.tsx";

/** How a lesson ends: one thing to try, and the way on. */
export function Try({ lesson }: { readonly lesson: Lesson }) {
  const text = useText().lesson;
  const lang = useApp((state) => state.lang);
  const ports = useApp((state) => state.lesson?.play?.ports) ?? lesson.ports;
  const after = entryAfter(lesson.id);
  return (
    <div className="lesson-try">
      <h3>{text.tryThis}</h3>
      <p className="lesson-text">
        <RichText text={lesson.tryThis} ports={ports} />
      </p>
      {after !== undefined && (
        <Button onClick={() => openLesson(after.id)}>
          {text.nextLesson}: {after.title[lang]}
        </Button>
      )}
    </div>
  );
}
