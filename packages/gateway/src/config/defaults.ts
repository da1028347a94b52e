/** The host of the public listener and of the admin listener. */
export const defaultHost = '127.0.0.1';
/** The port of the public listener. */
export const defaultPort = 4100;
/** The port of the admin listener. */
export const defaultAdminPort = 4101;
/** How long chats in flight may take when a gateway closes. */
export const defaultGraceMs = 30_000;
/** How long chats of a previous runtime may take. */
export const defaultUpdateGraceMs = 600_000;
/** How long `GET /ready` returns 503 while requests are still accepted. */
export const defaultDrainDelayMs = 0;
