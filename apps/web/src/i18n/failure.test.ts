import { expect, test } from "vitest";
import { en } from "./en/en.ts";
import { failure } from "./failure.ts";
import { zh } from "./zh/zh.ts";

test("the errno stays, what it means is said in the language of the page", () => {
  const error = "bind: EADDRINUSE Address already in use";
  expect(failure(en, error)).toEqual({
    code: "bind: EADDRINUSE",
    means: en.errnos["EADDRINUSE.bind"],
  });
  expect(failure(zh, error).means).toBe(zh.errnos["EADDRINUSE.bind"]);
});

test("what has no errno that is known stays as it is", () => {
  for (const error of ["Something broke", "EWHAT is this?", ""]) {
    expect(failure(en, error)).toEqual({ code: error, means: "" });
  }
});
