/**
 * What the caller reads: every event, text alone, which cannot express a reset, or the complete response
 * at the end.
 */
export type ReadMode = 'events' | 'text' | 'response';
