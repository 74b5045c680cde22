import type { BrowserContext } from "@playwright/test";

const HERE = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** What went wrong in a page, and what of it a test expects. */
export interface PageWatch {
  /** From now on, problems that match are expected: a server that is stopped on purpose, say. */
  allow(pattern: RegExp): void;
  /** The unexpected ones, a sentence each. */
  problems(): readonly string[];
}

/**
 * Watches every page of a context: console errors and warnings, uncaught errors, breaches of the
 * content security policy, and requests that leave this machine.
 */
export async function watchPages(context: BrowserContext): Promise<PageWatch> {
  const allowed: RegExp[] = [];
  const seen: string[] = [];
  const note = (problem: string) => {
    if (!allowed.some((pattern) => pattern.test(problem))) seen.push(problem);
  };
  const noteAway = (url: string) => {
    const { protocol, hostname } = new URL(url);
    if (protocol !== "data:" && protocol !== "blob:" && !HERE.has(hostname)) {
      note(`request to ${url}`);
    }
  };
  context.on("console", (message) => {
    const type = message.type();
    if (type === "error" || type === "warning") {
      note(`console ${type}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on("weberror", (error) => note(`uncaught: ${String(error.error())}`));
  context.on("request", (request) => noteAway(request.url()));
  context.on("page", (page) => {
    page.on("websocket", (socket) => noteAway(socket.url()));
  });
  // A breach of a policy is not always written to the console.
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy ${event.violatedDirective} forbids ${event.blockedURI || "inline"}`);
    });
  });
  return { allow: (pattern) => void allowed.push(pattern), problems: () => seen };
}
