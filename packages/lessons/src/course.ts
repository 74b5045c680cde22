import { addressesAndPorts } from "./course/addresses-ports.ts";
import { tcpServerAndClient } from "./course/tcp-server-client.ts";
import { udpDatagrams } from "./course/udp-datagrams.ts";
import type { Lesson } from "./lesson.ts";

/** All lessons, in the order of the course. */
export const course: readonly Lesson[] = [addressesAndPorts, tcpServerAndClient, udpDatagrams];

export const lessonOf = (id: string): Lesson | undefined => course.find((one) => one.id === id);

/** The next one of the course; undefined after the last. */
export const lessonAfter = (lesson: Lesson): Lesson | undefined =>
  course[course.indexOf(lesson) + 1];
