/** What is wrong with a typed address, before anything is asked of the server. */
export type HostProblem = "hostEmpty";
export type PortProblem = "portNotNumber" | "portRange";

export const hostProblem = (host: string): HostProblem | null =>
  host.trim() === "" ? "hostEmpty" : null;

export function portProblem(port: string): PortProblem | null {
  if (!/^\d+$/.test(port.trim())) return "portNotNumber";
  const number = Number(port);
  return number >= 1 && number <= 65535 ? null : "portRange";
}
