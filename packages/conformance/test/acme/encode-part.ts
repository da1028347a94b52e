import type { OpenAiWireFormatOptions } from '@understudy/conformance';

/** Encodes the ends of blocks as deltas that OpenAI's API does not have. */
export const encodePart: NonNullable<OpenAiWireFormatOptions['encodePart']> = (part) => {
  if (part.type !== 'text-end' && part.type !== 'reasoning-end') return undefined;
  return [{ choices: [{ index: 0, delta: { block_end: JSON.stringify(part) } }] }];
};
