export type { Family } from "@sockscope/protocol";
export { createRoom, type Room } from "./api/room.ts";
export type { Socket } from "./api/socket.ts";
export { createSockets, type Sockets } from "./api/sockets.ts";
export { Gate } from "./gate/gate.ts";
export { Gates } from "./gate/gates.ts";
export { NetworkConditions } from "./link/network-conditions.ts";
export { canonicalHost, familyOf, type HostPort } from "./os/address.ts";
export type { Traffic } from "./os/driver.ts";
export { ProgramStopped, SocketError } from "./os/errno.ts";
export { CallSites } from "./recording/call-sites.ts";
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
export { createThreads, type Threads } from "./threads/threads.ts";
