import type { IncomingMessage } from "node:http";
import { LIMITS } from "@sockscope/protocol";

export const inUrl = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/**
 * The exact names of this server. `Host` and `Origin` are compared with them exactly, so a page of
 * another origin, or one whose name resolves to this machine, gets nothing.
 */
export class OwnAddresses {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  /** `others`: its names and addresses besides those of loopback. */
  constructor(others: readonly string[], port: number) {
    const names = ["127.0.0.1", "localhost", "::1", ...others];
    const hosts = names.map((name) => `${inUrl(name)}:${port}`);
    // Browsers leave out port 80 in `Host`.
    if (port === 80) hosts.push(...names.map(inUrl));
    this.#hosts = new Set(hosts);
    this.#origins = new Set(hosts.map((name) => `http://${name}`));
  }

  /**
   * A request without an `Origin` comes from a script on this machine, or is of a kind for which
   * browsers send none. In that case the browser says whether a page of another site caused it.
   * Such a page may link to this one, and nothing else.
   */
  allows({ method, headers, rawHeaders, url }: RequestHead): boolean {
    const { host, origin } = headers;
    // A target that is a full URL names a host of its own besides the one in `Host`.
    if (!url?.startsWith("/") || rawHeaders.length > 2 * LIMITS.headers) return false;
    if (host === undefined || countOf(rawHeaders, "host") !== 1) return false;
    if (countOf(rawHeaders, "origin") > 1) return false;
    if (!this.#hosts.has(host.toLowerCase())) return false;
    if (origin !== undefined && !this.#origins.has(origin)) return false;
    const site = headers["sec-fetch-site"];
    if (site === undefined || site === "same-origin" || site === "none") return true;
    const leadsHere = headers["sec-fetch-mode"] === "navigate";
    return leadsHere && headers["sec-fetch-dest"] === "document" && method === "GET" && url === "/";
  }
}

type RequestHead = Pick<IncomingMessage, "method" | "headers" | "rawHeaders" | "url">;

/** How often a header occurs in a request as it was sent: names and values alternate. */
const countOf = (rawHeaders: readonly string[], header: string): number =>
  rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === header).length;
