import { lessonOf, lessons } from "@sockscope/lessons";
import { useText } from "../../i18n/index.ts";
import { Menu } from "../../parts/menu.tsx";
import { lessonControl, useApp, useMayAct } from "../../store/index.ts";

/** Which lesson is open; opens another one. */
export function LessonPicker() {
  const text = useText();
  const lang = useApp((state) => state.lang);
  const open = lessonOf(useApp((state) => state.lesson?.id) ?? "");
  // A lesson plays on the stage, which others have.
  const may = useMayAct();
  const name = ({ chapter, title }: (typeof lessons)[number]) =>
    /\d/.test(chapter) ? `${chapter} · ${title[lang]}` : title[lang];
  if (!may) return null;
  return (
    <Menu
      label={open === undefined ? text.header.lessons : name(open)}
      hint={text.lesson.contentsHint}
      items={lessons.map((lesson) => ({
        key: lesson.id,
        label: name(lesson),
        act: () => lessonControl.open(lesson.id),
      }))}
    />
  );
}
