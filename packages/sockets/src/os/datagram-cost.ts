/**
 * The bytes that a datagram counts for in a queue. As in the kernel that is more than its length:
 * the kernel charges the memory used (`truesize`; 768 bytes for the smallest on a 64-bit Linux).
 * Otherwise any number of empty datagrams would fit.
 */
export const costOf = (length: number): number => length + 768;
