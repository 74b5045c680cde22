/**
 * What a datagram costs of the room that it waits in: more than its bytes, as in the kernel, which
 * charges the memory that it takes (`truesize`; 768 bytes for the smallest on a 64-bit Linux). Else
 * empty datagrams would be without a limit.
 */
export const costOf = (length: number): number => length + 768;
