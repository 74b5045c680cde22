import { lessons } from "@sockscope/lessons";
import { useText } from "../../i18n/index.ts";
import { Menu } from "../../parts/menu.tsx";
import { runLesson, useApp } from "../../store/index.ts";

export function LessonPicker() {
  const text = useText().header;
  const lang = useApp((state) => state.lang);
  return (
    <Menu
      label={text.lessons}
      hint={text.lessonHint}
      items={lessons.map(({ id, chapter, title }) => ({
        key: id,
        label: `${chapter} · ${title[lang]}`,
        act: () => void runLesson(id),
      }))}
    />
  );
}
