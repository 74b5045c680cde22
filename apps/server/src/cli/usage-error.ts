/**
 * Why `parseArgs` refuses a command line: the first sentence of its message, without the full stop.
 */
export const usageError = (error: unknown): string =>
  error instanceof Error ? (error.message.split(/\.(?:\s|$)/)[0] ?? error.message) : String(error);
