import type { Content } from '../completion/completion.ts';
import type { EncodingOptions } from './encoding-options.ts';
import { splitText } from './split-text.ts';
import { type Delta, createToolCallDeltas } from './tool-call-deltas.ts';

/** Returns the deltas of a stream in order: reasoning, text, refusal, tool calls. */
export function createContentDeltas(content: Content, encoding: EncodingOptions): readonly Delta[] {
  const split = (text: string): readonly string[] => splitText(text, encoding);
  return [
    ...split(content.reasoning).map((text) => createReasoningDelta(text, encoding)),
    ...split(content.text).map((text) => ({ content: encodeText(text, encoding) })),
    ...split(content.refusal).map((text) => ({ refusal: text })),
    ...createToolCallDeltas(content.toolCalls, encoding),
  ];
}

/** Returns the length of the text in a delta, in UTF-16 units. Tool calls have no text. */
export function measureDelta(delta: Delta): number {
  const texts = Object.values(delta).filter((value) => typeof value === 'string');
  return texts.join('').length;
}

/** Creates a part of `content` with reasoning. */
export function createReasoningPart(text: string): object {
  return { type: 'reasoning', summary: [{ type: 'summary_text', text }] };
}

function createReasoningDelta(text: string, encoding: EncodingOptions): Delta {
  const { reasoningAsPart, reasoningField } = encoding;
  return reasoningAsPart ? { content: [createReasoningPart(text)] } : { [reasoningField]: text };
}

/** Returns the value of the field `content`. */
export function encodeText(text: string, { contentAsParts }: EncodingOptions): unknown {
  return contentAsParts ? [{ type: 'text', text }] : text;
}
