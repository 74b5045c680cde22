import { homedir } from "node:os";
import type { Writable } from "node:stream";
import { dataFolder } from "../system/data-folder.ts";
import { readPackage } from "../system/version.ts";
import {
  checkBrowser,
  checkDataFolder,
  checkNode,
  checkOpenFiles,
  checkPorts,
  checkTools,
} from "./checks.ts";
import type { Finding } from "./finding.ts";

export type DoctorLang = "en" | "zh";

/** What the terminal is set to; else what the system is. */
export function terminalLang(env: Readonly<Record<string, string | undefined>>): DoctorLang {
  const locale =
    [env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]].find((value) => value) ??
    Intl.DateTimeFormat().resolvedOptions().locale;
  return locale.toLowerCase().startsWith("zh") ? "zh" : "en";
}

const MARKS = { ok: "✓", note: "!", missing: "✗" } as const;

/** One finding in two lines: mark, what, found; and what it is for. */
export function findingText({ state, what, found, purpose }: Finding, lang: DoctorLang): string {
  const colon = lang === "zh" ? "：" : ": ";
  return `${MARKS[state]} ${what[lang]}${colon}${found[lang]}\n    ${purpose[lang]}\n`;
}

/** Says what is there, what is not and what for. Gives the exit code: 1 if something needed is missing. */
export async function doctor(lang: DoctorLang, out: Writable): Promise<number> {
  const { env, platform, versions } = process;
  const findings = [
    checkNode(versions.node, readPackage(import.meta.url).engines.node),
    ...(await checkPorts()),
    checkOpenFiles(),
    checkDataFolder(dataFolder(platform, env, homedir())),
    checkBrowser(env, platform),
    ...checkTools(env, platform),
  ];
  for (const finding of findings) out.write(findingText(finding, lang));
  const missing = findings.filter(({ state }) => state === "missing").length;
  out.write(
    missing === 0
      ? { en: "Sockscope can run here.\n", zh: "Sockscope 可以在这里运行。\n" }[lang]
      : { en: "Sockscope cannot run here yet.\n", zh: "Sockscope 还不能在这里运行。\n" }[lang],
  );
  return missing === 0 ? 0 : 1;
}
