import { catalogue, type LessonEntry } from "@sockscope/lessons/contents";
import { useText } from "../../i18n/index.ts";
import { Menu } from "../../parts/overlays/menu.tsx";
import { openLesson, useApp, useMayAct } from "../../store/index.ts";

/** Which lesson is open; opens another one. */
export function LessonPicker() {
  const text = useText();
  const lang = useApp((state) => state.lang);
  const id = useApp((state) => state.lesson?.id);
  const open = catalogue.find((lesson) => lesson.id === id);
  // A lesson plays on the stage, which others have.
  const may = useMayAct();
  const name = ({ chapter, title }: LessonEntry) =>
    /\d/.test(chapter) ? `${chapter} · ${title[lang]}` : title[lang];
  if (!may) return null;
  return (
    <Menu
      label={open === undefined ? text.header.lessons : name(open)}
      hint={text.lesson.contentsHint}
      items={catalogue.map((lesson) => ({
        key: lesson.id,
        label: name(lesson),
        act: () => openLesson(lesson.id),
      }))}
    />
  );
}
