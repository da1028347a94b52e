/** Number of chunks after which a call is aborted in mid-stream. */
export const chunksBeforeAbort = 5;

/** Delay before the second request. Understudy waits slightly less because of its jitter. */
export const backoffMs = 50;
