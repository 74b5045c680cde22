/**
 * What a request of the page's own has to say to the lab, which answers only to its own names. A request
 * under another name, or of a page of another origin, keeps what it says, and the lab refuses it.
 * @param {import("node:http").IncomingHttpHeaders} headers of the request
 * @param {number} pagePort where the page comes from
 * @param {number} labPort where the lab listens
 * @returns {Readonly<Record<string, string>>} headers that take the place of the request's
 */
export function ownRequestHeaders({ host, origin }, pagePort, labPort) {
  const own = [`127.0.0.1:${pagePort}`, `localhost:${pagePort}`];
  if (host === undefined || !own.includes(host)) return {};
  if (origin === undefined) return { host: `127.0.0.1:${labPort}` };
  if (origin !== `http://${host}`) return {};
  return { host: `127.0.0.1:${labPort}`, origin: `http://127.0.0.1:${labPort}` };
}
