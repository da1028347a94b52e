import { avoidPair } from '../../stream/text/cut-text.ts';

/** The part of a response that one message contains. */
export interface Slice {
  readonly text: string;
  /** The text that follows. Undefined if the message contains the complete response. */
  readonly remaining: string | undefined;
}

/** Slices a response at a limit. Does not split surrogate pairs. */
export function sliceAtLimit(response: string, limit: number): Slice {
  return response.length <= limit
    ? { text: response, remaining: undefined }
    : sliceAt(response, limit);
}

/** Slices a response of any length. The default index is the middle. */
export function sliceAt(response: string, index: number = Math.ceil(response.length / 2)): Slice {
  const end = avoidPair(response, index);
  return { text: response.slice(0, end), remaining: response.slice(end) };
}
