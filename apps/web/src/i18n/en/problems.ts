import type { RunProblem } from "../../store/index.ts";

/** Why something asked of the server was not done. */
export const problems: Record<RunProblem["code"], string> = {
  malformed: "The server did not understand this.",
  "unknown-program": "The server does not know this program.",
  "unknown-make": "This program does not exist in that kind.",
  "unknown-actor": "That card is no longer there.",
  "not-by-hand": "This program runs by itself; it cannot be driven by hand.",
  "wrong-state": "Its socket cannot do that in its present state.",
  busy: "It is still blocked in another call: one call at a time.",
  "too-many-servers": "There are too many servers. Remove some first.",
  "too-many-sockets": "Too many sockets are open. Close some, or remove cards.",
  "too-many-spawns": "That is too many programs at a time. Wait a second.",
  "only-looking":
    "You are looking on from another machine; only the one that runs Sockscope can act.",
  "no-such-name": "This machine knows no address of that name. Write one such as 127.0.0.1.",
  "not-let-in": "The server did not let this page in. Reload it.",
  "join-code-needed": "Viewers from another machine need the join code.",
  "join-code-wrong": "That is not the join code.",
  "join-code-blocked": "There were too many wrong codes. Wait a minute.",
  "too-many-viewers": "Too many pages are looking on already. Close some.",
  "not-an-address": "This is not an address. Write one such as 127.0.0.1 or ::1.",
  "not-loopback": "Only this machine can be used here: 127.0.0.1 or ::1.",
  "own-port": "Sockscope itself is at this port. Take another one.",
  "text-empty": "Type something first.",
  "text-too-long": "This text is too long to be sent at once.",
  "too-many-actors": "The stage is full. Remove some cards first.",
  "nothing-waits": "No call is waiting at the gate now.",
  "unknown-breakpoint": "That breakpoint is no longer there.",
  "too-many-breakpoints": "There are too many breakpoints. Remove some first.",
  "too-many-links": "Too many links have conditions of their own. Remove some first.",
  version: "This page and the server are of different versions. Reload the page.",
  "recording-full":
    "The recording on disk has reached its limit. What happens from now on is kept in memory only.",
  "recording-failed":
    "The session cannot be recorded on disk. What happens from now on is kept in memory only.",
  "recording-restored":
    "The recording was gone from its folder. It has been written anew, from its first event on.",
  "recording-lost":
    "The recording is gone from its folder and cannot be written anew yet. If the server were killed now, it would be lost.",
  "oldest-gone":
    "Memory is full and nothing is written to disk: the oldest steps are let go as new ones come.",
  "recordings-deleted":
    "There were too many recordings, or too large ones: the oldest without a name were deleted.",
  "slow-viewer":
    "This page took its events too slowly, so they were held back. It is caught up from the journal: nothing is lost, and the sockets do not wait for it.",
  "another-session":
    "The server was started anew meanwhile. What was asked of the old one may or may not have been done.",
  replaying: "This is a recording: nothing in it can be started or changed. L leads back to live.",
  "link-lost": "The server cannot be reached. Nothing was done.",
};
