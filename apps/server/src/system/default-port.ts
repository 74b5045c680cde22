/** Where the page is served unless `--port` says otherwise. */
export const DEFAULT_PORT = 4747;
