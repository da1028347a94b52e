import type { Content } from '../answer/completion.ts';
import { cutPieces } from './cut-pieces.ts';
import { type Delta, createToolCallDeltas } from './tool-call-deltas.ts';
import type { EncodingOptions } from './encoding-options.ts';

/** All that an answer says, in the pieces of a stream: reasoning, text or refusal, calls to tools. */
export function createContentDeltas(content: Content, writing: EncodingOptions): readonly Delta[] {
  const { reasoningField } = writing;
  const cut = (text: string): readonly string[] => cutPieces(text, writing);
  return [
    ...cut(content.reasoning).map((piece) => ({ [reasoningField]: piece })),
    ...cut(content.text).map((piece) => ({ content: writeText(piece, writing) })),
    ...cut(content.refusal).map((piece) => ({ refusal: piece })),
    ...createToolCallDeltas(content.toolCalls, writing),
  ];
}

/** How much a piece says, in UTF-16 units; a call to a tool says nothing. */
export function measureDelta(delta: Delta): number {
  const texts = Object.values(delta).filter((value) => typeof value === 'string');
  return texts.join('').length;
}

/** A text as the field `content` has it. */
export function writeText(text: string, { contentAsParts }: EncodingOptions): unknown {
  return contentAsParts ? [{ type: 'text', text }] : text;
}
