/** The port of the page, unless `--port` sets another one. */
export const DEFAULT_PORT = 4747;
