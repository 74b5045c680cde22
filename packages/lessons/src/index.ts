import type { Lesson } from "./lesson.ts";
import { tcpFirst } from "./tcp-first.ts";
import { udpFirst } from "./udp-first.ts";

export type { Condition, Lesson, Step, Text } from "./lesson.ts";

/** All lessons, in the order of the course. */
export const lessons: readonly Lesson[] = [tcpFirst, udpFirst];
