import type { inspector as english } from "../en/inspector.ts";

export const inspector: typeof english = {
  tabs: { call: "调用", bytes: "字节" },
};
