import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** All that people read: the page, the lessons, the documents. */
function texts(): readonly string[] {
  const folders = ["apps/web/src/i18n", "packages/lessons/src"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => join(folder, file)),
  );
  const documents = ["", "docs"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith(".md"))
      .map((file) => join(folder, file)),
  );
  return [...folders, ...documents, "packages/protocol/SPEC.md"];
}

function linesWith(pattern: RegExp): readonly string[] {
  return texts().flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
      ),
  );
}

test("sizes that count in 1,024 are said in KiB, MiB and GiB", () => {
  expect(linesWith(/\d\s?[kKMG]B\b/)).toEqual([]);
});

test("the Chinese texts have one word each: 观测, 复位, 你", () => {
  expect(linesWith(/观察到|观察所得|重置|您/)).toEqual([]);
});
