/** In every browser and in Node.js, but in no lib of TypeScript's that holds nothing else. */
declare function atob(base64: string): string;
declare function btoa(bytes: string): string;
