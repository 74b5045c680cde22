export type { Family, SocketType } from "@sockscope/protocol";
export { createRoom, type Room } from "./api/room.ts";
export type { Socket } from "./api/socket.ts";
export { createSockets, type Sockets, type SocketsOptions } from "./api/sockets.ts";
export { Gate } from "./gate/gate.ts";
export { Gates } from "./gate/gates.ts";
export { NetworkConditions } from "./link/network-conditions.ts";
export { canonicalHost, familyOf, type HostPort, hostPort } from "./os/address.ts";
export type { QueueOf, ShutdownHow, Traffic } from "./os/driver.ts";
export { type Errno, ProgramStopped, SocketError } from "./os/errno.ts";
export type { Membership, OptionLevel, OptionName, OptionValue } from "./os/options.ts";
export { CallSites, type CallSitesOptions } from "./recording/call-sites.ts";
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
} from "./recording/recorder.ts";
export { createThreads, type Threads, type ThreadsOptions } from "./threads/threads.ts";
