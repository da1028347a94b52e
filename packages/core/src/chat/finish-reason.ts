/** The reason why a model stopped. `other` is a reason that has no counterpart here: see `rawReason`. */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';
