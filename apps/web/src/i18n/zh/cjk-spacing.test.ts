import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cjkSpacing } from "./cjk-spacing.ts";
import { sentences } from "./sentences.ts";
import { stage } from "./stage.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
/** A template in which a value touches a Chinese character, and what stands before it. */
const TOUCHING = /(\w*)`[^`\n]*(?:\p{Script=Han}\$\{|\$\{[^{}`]*\}\p{Script=Han})/gu;
const TIGHT = /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u;

test("a space stands where Chinese meets a letter or a digit, and nowhere else", () => {
  expect(cjkSpacing`${"客户端 1"}${"出错"}。`).toBe("客户端 1 出错。");
  expect(cjkSpacing`从${"UDP 客户端"}到${"问候服务器"}，${3}次`).toBe(
    "从 UDP 客户端到问候服务器，3 次",
  );
  expect(cjkSpacing`${""}${"出错"}《${"a"}》${"𠮷"}${"x"}`).toBe("出错《a》𠮷 x");
  expect(cjkSpacing`${"问候1"}：${"a"}`).toBe("问候1：a");
});

test("sentences and menus space the names in them", () => {
  const who = "UDP 客户端 1";
  const said = [
    sentences.calls(who, "recv(4)"),
    sentences.fails(who, "recv(4)", "ECONNRESET"),
    sentences.segment("SYN", who, who, "推断", null),
    sentences.ended(who, "出错结束"),
    sentences.known(who, "python3", 7),
    sentences.named(who, "127.0.0.1:80"),
    sentences.arrived(who, "5 B", "127.0.0.1:80"),
    sentences.closed(who),
    stage.stop(who),
    stage.remove(who),
  ];
  for (const one of said) expect(one).not.toMatch(TIGHT);
  expect(sentences.ended("问候服务器", "被停止")).toBe("问候服务器被停止。");
});

test("every text in which a value touches Chinese is spaced", () => {
  const files = readdirSync(FOLDER).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const untagged = files.flatMap((file) =>
    [...readFileSync(`${FOLDER}${file}`, "utf8").matchAll(TOUCHING)]
      .filter(([, tag]) => tag !== "cjkSpacing")
      .map(([text]) => `${file}: ${text}`),
  );
  expect(files.length).toBeGreaterThan(10);
  expect(untagged).toEqual([]);
});
