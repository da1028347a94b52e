import type { TextDelta } from './stream-items.ts';

/** Most events of a response are pieces of text. The fields before the text are the same for all pieces of an item. */
export function formatTextDelta({ position, text }: TextDelta, sequenceNumber: number): string {
  const type = 'response.output_text.delta';
  return `event: ${type}\ndata: {"type":"${type}","sequence_number":${sequenceNumber},${position},"delta":${JSON.stringify(text)},"logprobs":[]}\n\n`;
}
