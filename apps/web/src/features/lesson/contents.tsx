import { catalogue, chapterOf, chapters, type LessonEntry } from "@sockscope/lessons/contents";
import { useText } from "../../i18n/index.ts";
import { openLesson, useApp } from "../../store/index.ts";

/** The course's table of contents. */
export function Contents() {
  const text = useText().lesson;
  const lang = useApp((state) => state.lang);
  const shown = chapters
    .map((chapter) => ({
      ...chapter,
      own: catalogue.filter((lesson) => chapterOf(lesson) === chapter.id),
    }))
    .filter(({ own }) => own.length > 0);
  return (
    <nav className="contents" aria-label={text.contents}>
      <h2>{text.contents}</h2>
      {shown.map(({ id, title, own }) => (
        <section key={id}>
          <h3>{title[lang]}</h3>
          {own.map((lesson) => (
            <Entry key={lesson.id} lesson={lesson} />
          ))}
        </section>
      ))}
    </nav>
  );
}

function Entry({ lesson: { id, chapter, title } }: { readonly lesson: LessonEntry }) {
  const lang = useApp((state) => state.lang);
  return (
    <button type="button" className="contents-lesson" onClick={() => openLesson(id)}>
      <span className="contents-chapter">{/\d/.test(chapter) ? chapter : "!"}</span>
      <span>{title[lang]}</span>
    </button>
  );
}
