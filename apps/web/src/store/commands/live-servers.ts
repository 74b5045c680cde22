import type { Address, SocketType } from "@sockscope/protocol";
import type { StageView } from "@sockscope/trace";

/** Where a server of the stage can be reached, oldest first. */
export function serverAddresses(stage: StageView, type: SocketType): readonly Address[] {
  return stage.actors.flatMap(({ actor, ended, sockets }) => {
    if (actor.role !== "server" || actor.type !== type || ended !== null) return [];
    return sockets.flatMap(({ accepted, phase, local }) =>
      !accepted && local !== null && (phase === "LISTEN" || phase === "bound") ? [local] : [],
    );
  });
}

/** The first port from `wanted` on that no server of this type on the stage holds. */
export function freePort(stage: StageView, type: SocketType, wanted: number): number {
  const held = new Set(serverAddresses(stage, type).map(({ port }) => port));
  let port = wanted;
  while (held.has(port) && port < 65535) port++;
  return port;
}

/** What a client aims at unless told otherwise: the newest server, else where one would be. */
export function defaultTarget(
  stage: StageView,
  type: SocketType,
  port: number,
): { readonly host: string; readonly port: number } {
  const newest = serverAddresses(stage, type).at(-1);
  return newest === undefined
    ? { host: "127.0.0.1", port }
    : { host: newest.address, port: newest.port };
}
