import { aboveSocket } from "./course/above-socket.ts";
import { addressesAndPorts } from "./course/addresses-ports.ts";
import { chatRoom } from "./course/chat-room.ts";
import { errors } from "./course/errors.ts";
import { goodbyes } from "./course/goodbyes.ts";
import { layers } from "./course/layers.ts";
import { manyClients } from "./course/many-clients.ts";
import { sendingFile } from "./course/sending-file.ts";
import { socketCalls } from "./course/socket-calls.ts";
import { streamMessages } from "./course/stream-messages.ts";
import { tcpOrUdp } from "./course/tcp-or-udp.ts";
import { tcpServerAndClient } from "./course/tcp-server-client.ts";
import { tour } from "./course/tour.ts";
import { udpDatagrams } from "./course/udp-datagrams.ts";
import type { Lesson } from "./model/lesson.ts";

/** All lessons, in the order of the course. */
export const course: readonly Lesson[] = [
  tour,
  aboveSocket,
  addressesAndPorts,
  layers,
  tcpOrUdp,
  socketCalls,
  streamMessages,
  goodbyes,
  tcpServerAndClient,
  udpDatagrams,
  chatRoom,
  sendingFile,
  manyClients,
  errors,
];

export const lessonOf = (id: string): Lesson | undefined => course.find((one) => one.id === id);
