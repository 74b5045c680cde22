import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { checkBrowser, checkDataFolder, checkNode, checkOpenFiles, checkTools } from "./checks.ts";
import { doctor, findingText, terminalLang } from "./doctor.ts";
import { inNodeRange } from "./node-range.ts";

const RANGE = "^20.19 || ^22.12 || >=24";

test.each([
  ["20.19.0", true],
  ["20.20.2", true],
  ["20.18.9", false],
  ["21.7.0", false],
  ["22.11.0", false],
  ["22.12.0", true],
  ["23.0.0", false],
  ["24.0.0", true],
  ["25.1.0", true],
])("Node %s fits: %s", (version, fits) => {
  expect(inNodeRange(version, RANGE)).toBe(fits);
  expect(checkNode(version, RANGE).state).toBe(fits ? "ok" : "missing");
});

test("few open files are said in programs", () => {
  expect(checkOpenFiles(1_000_000).state).toBe("ok");
  expect(checkOpenFiles(Number.POSITIVE_INFINITY).state).toBe("ok");
  const few = checkOpenFiles(256);
  expect(few.state).toBe("note");
  expect(findingText(few, "en")).toContain("at most 96 programs at once");
});

test("a data folder: there, not yet there, not to be written", () => {
  const folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
  expect(checkDataFolder(folder).state).toBe("ok");
  expect(checkDataFolder(join(folder, "not", "yet")).state).toBe("ok");
  writeFileSync(join(folder, "file"), "");
  expect(checkDataFolder(join(folder, "file")).state).toBe("note");
  rmSync(folder, { recursive: true });
});

test("browser and tools are looked for on the PATH; none of them is needed", () => {
  const folder = mkdtempSync(join(tmpdir(), "sockscope-test-"));
  const env = { PATH: folder };
  expect(checkBrowser(env, "linux").state).toBe("note");
  expect(checkBrowser(env, "darwin").state).toBe("ok");
  expect(checkTools(env, "linux").map(({ state }) => state)).toEqual(["note", "note"]);
  for (const name of ["firefox", "tcpdump"]) writeFileSync(join(folder, name), "");
  expect(checkBrowser(env, "linux").found.en).toBe(join(folder, "firefox"));
  expect(checkTools(env, "linux").map(({ state }) => state)).toEqual(["note", "ok"]);
  rmSync(folder, { recursive: true });
});

test("the language is the terminal's", () => {
  expect(terminalLang({ LANG: "zh_CN.UTF-8" })).toBe("zh");
  expect(terminalLang({ LC_ALL: "en_GB.UTF-8", LANG: "zh_CN.UTF-8" })).toBe("en");
  expect(terminalLang({ LC_ALL: "", LANG: "zh_CN.UTF-8" })).toBe("zh");
  expect(terminalLang({ LANG: "C" })).toBe("en");
});

test.each(["en", "zh"] as const)("all of it in %s, and the exit code", async (lang) => {
  let said = "";
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said += chunk.toString();
      done();
    },
  });
  expect(await doctor(lang, out)).toBe(0);
  for (const word of ["Node.js", "4747", "8888", "9999", "python3", "tcpdump"])
    expect(said).toContain(word);
  expect(said).toContain(lang === "zh" ? "可以在这里运行" : "can run here");
});
