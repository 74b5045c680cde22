import type { IncomingMessage } from "node:http";
import { networkInterfaces } from "node:os";

const inUrl = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/**
 * What this server is called, and nothing else: `Host` and `Origin` are compared exactly, so that a
 * page of another origin, or one whose name was made to point here, gets nothing.
 */
export class OwnAddresses {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  constructor(host: string, port: number) {
    const names = ["127.0.0.1", "localhost", "::1", host];
    if (host === "0.0.0.0" || host === "::")
      for (const addresses of Object.values(networkInterfaces()))
        for (const { address } of addresses ?? []) names.push(address);
    const hosts = names.map((name) => `${inUrl(name)}:${port}`);
    // Browsers leave out the port that is HTTP's own.
    if (port === 80) hosts.push(...names.map(inUrl));
    this.#hosts = new Set(hosts);
    this.#origins = new Set(hosts.map((name) => `http://${name}`));
  }

  /** A request without an `Origin` comes from a script on this machine, not from a page. */
  allows({ headers }: Pick<IncomingMessage, "headers">): boolean {
    const { host, origin } = headers;
    if (host === undefined || !this.#hosts.has(host.toLowerCase())) return false;
    return origin === undefined || this.#origins.has(origin);
  }
}
