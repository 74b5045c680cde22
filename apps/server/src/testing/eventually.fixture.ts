import { vi } from "vitest";

/** Resolves when `look` throws no more. As long as a test may take, for a machine may be busy. */
export const eventually = (look: () => void): Promise<void> =>
  vi.waitFor(look, { timeout: 100_000, interval: 5 });
