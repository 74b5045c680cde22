import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../parts/controls/button.tsx";
import { Segmented } from "../../parts/controls/segmented.tsx";
import type { IconName } from "../../parts/icons.tsx";
import { store, type Theme, useApp } from "../../store/index.ts";

const THEME_ICONS: Readonly<Record<Theme, IconName>> = {
  system: "system",
  light: "sun",
  dark: "moon",
};
const NEXT_THEME: Readonly<Record<Theme, Theme>> = {
  system: "light",
  light: "dark",
  dark: "system",
};

export function Settings(props: {
  readonly onHelp: () => void;
  readonly onRecordings: (() => void) | null;
}) {
  const { onHelp, onRecordings } = props;
  const text = useText().header;
  const lang = useApp((state) => state.lang);
  const theme = useApp((state) => state.theme);
  const { setLang, setTheme } = store.getState();
  return (
    <div className="settings">
      <Segmented
        label={text.language}
        value={lang}
        options={[
          { value: "zh", label: "中文", lang: "zh-CN" },
          { value: "en", label: "EN", lang: "en" },
        ]}
        onChange={setLang}
      />
      <IconButton
        icon={THEME_ICONS[theme]}
        label={text.themes[theme]}
        onClick={() => setTheme(NEXT_THEME[theme])}
      />
      {onRecordings !== null && (
        <IconButton icon="recordings" label={text.recordings} onClick={onRecordings} />
      )}
      <IconButton
        icon="present"
        label={text.present}
        onClick={() => store.getState().setPresenting(true)}
      />
      <button
        type="button"
        className="icon-button help-button"
        aria-label={text.help}
        title={text.help}
        onClick={onHelp}
      >
        ?
      </button>
    </div>
  );
}
