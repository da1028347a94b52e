/** The answer is under way. */
export const piecesBeforeAbort = 5;

/** How long the wait before the second question is, all but exactly. */
export const backoffMs = 50;
