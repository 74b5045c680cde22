// Tokens and parts first: what a feature says about its parts comes later, and wins.
import "./theme/tokens.css";
import "./theme/base.css";
import "./parts/parts.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { openLessons, openSession, rememberChoices } from "./store/index.ts";
import { dressDocument } from "./theme/theme.ts";

dressDocument();
openSession();
openLessons();
rememberChoices();
const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
