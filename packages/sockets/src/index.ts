export type { Family, SocketType } from "@sockscope/protocol";
export { canonicalHost, familyOf, type HostPort, hostPort } from "./address.ts";
export { CallSites, type CallSitesOptions } from "./call-sites.ts";
export type { ShutdownHow, Traffic } from "./driver.ts";
export { type Errno, ProgramStopped, SocketError } from "./errno.ts";
export { Gate } from "./gate.ts";
export { Gates } from "./gates.ts";
export { Link } from "./link.ts";
export type { QueueOf } from "./listener.ts";
export type { Membership, OptionLevel, OptionName, OptionValue } from "./options.ts";
export {
  type DatagramArrived,
  factOfBeginning,
  factOfEnd,
  type Ids,
  type MadeCall,
  type RecordedArgs,
  type RecordedFact,
  type RecordedPayload,
  type RecordedResult,
  type Recorder,
} from "./recorder.ts";
export { createRoom, type Room } from "./room.ts";
export type { Socket } from "./socket.ts";
export { createSockets, type Sockets, type SocketsOptions } from "./sockets.ts";
export { createThreads, type Threads, type ThreadsOptions } from "./threads.ts";
