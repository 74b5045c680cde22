/** A host and port as typed; not checked. */
export interface TargetAddress {
  readonly host: string;
  readonly port: number;
}

/** What hand clients were given to aim at when they were added, by actor. */
const targets = new Map<number, TargetAddress>();

export const rememberTarget = (actor: number, target: TargetAddress): void => {
  targets.set(actor, target);
};
export const targetOf = (actor: number): TargetAddress | undefined => targets.get(actor);

/** `127.0.0.1:8888`, `[::1]:8888` */
export const targetText = ({ host, port }: TargetAddress): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

/** Reads what `targetText` writes; null for anything else, or a port out of 1 to 65535. */
export function parseTarget(text: string): TargetAddress | null {
  const found = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text.trim());
  const host = found?.[1] ?? found?.[2];
  const port = Number(found?.[3]);
  return host === undefined || port < 1 || port > 65535 ? null : { host, port };
}
