// Tokens and parts first: what a feature says about its parts comes later, and wins.
import "./theme/tokens.css";
import "./theme/base.css";
import "./parts/parts.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { loadLessonPanel } from "./features/lesson/lesson-panel.tsx";
import { loadLanguage } from "./i18n/index.ts";
import { loadDeferred } from "./parts/deferred.tsx";
import {
  asksForLesson,
  loadLessons,
  openSession,
  rememberChoices,
  store,
  watchAddress,
} from "./store/index.ts";
import { dressDocument } from "./theme/theme.ts";

/** ms after which a page that is open fetches what the first picture did without. */
const REST = 1500;

dressDocument();
openSession();
watchAddress();
rememberChoices();
const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");
const { lang } = store.getState();
await loadLanguage(lang);
store.subscribe((now, before) => {
  if (now.lang !== before.lang) void loadLanguage(now.lang).catch(() => undefined);
});
// A page that begins with a lesson begins with all of it, and not with the contents.
if (asksForLesson()) await Promise.all([loadLessons(), loadLessonPanel()]);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
loadTheRest();

/** Never rejects: where something cannot be had, the page says so when it is needed. */
async function loadLater(): Promise<void> {
  await loadLanguage(lang === "en" ? "zh" : "en").catch(() => undefined);
  await loadLessons();
  await loadDeferred();
}

/** Once the page is to be used: what it may need later comes while nothing else is to be done. */
function loadTheRest(): void {
  const stop = store.subscribe(({ connectionStatus }) => {
    if (connectionStatus !== "open") return;
    stop();
    setTimeout(() => requestIdleCallback(() => void loadLater()), REST);
  });
}
