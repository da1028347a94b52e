import type { JsonObject } from '@understudy/core/provider';

import type { ResponsePart } from '../wire-format.ts';
import {
  commonFields,
  encodeSignature,
  encodeSource,
  encodeUsage,
  finishReasons,
} from './encode-part.ts';

type Part<Type extends ResponsePart['type']> = Extract<ResponsePart, { readonly type: Type }>;

/**
 * Encodes a response without streaming. Undefined without a `finish`, because JSON cannot be incomplete, and for parts
 * in another order than reasoning, text and tool calls, because each has one field.
 */
export function encodeCompleteResponse(
  parts: readonly ResponsePart[],
  reasoningField: string,
): JsonObject | undefined {
  const [finish] = partsOfType(parts, 'finish');
  if (!finish || !parts.every(isSupported) || !isInOrder(parts)) return undefined;
  const reasoning = partsOfType(parts, 'reasoning').map(({ text }) => text);
  const texts = partsOfType(parts, 'text').map(({ text }) => text);
  const calls = partsOfType(parts, 'tool-call').map((call) => {
    const { id, name, argumentsPieces, signature } = call;
    const called = { name, arguments: argumentsPieces.join('') };
    return { id, type: 'function', function: called, ...encodeSignature(signature) };
  });
  const annotations = partsOfType(parts, 'source').map(encodeSource);
  const message = {
    role: 'assistant',
    content: texts.join(''),
    ...(reasoning.length > 0 && { [reasoningField]: reasoning.join('') }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(annotations.length > 0 && { annotations }),
  };
  const [usage] = partsOfType(parts, 'usage');
  return {
    ...commonFields,
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: finishReasons[finish.reason] }],
    ...(usage && { usage: encodeUsage(usage) }),
  };
}

const unsupported: readonly ResponsePart['type'][] = [
  'text-end',
  'reasoning-end',
  'progress',
  'document-source',
];

function isSupported({ type }: ResponsePart): boolean {
  return !unsupported.includes(type);
}

const order: readonly ResponsePart['type'][] = ['reasoning', 'text', 'tool-call'];

function isInOrder(parts: readonly ResponsePart[]): boolean {
  const positions = parts
    .map(({ type }) => order.indexOf(type))
    .filter((position) => position >= 0);
  return positions.every((position, index) => position >= (positions[index - 1] ?? 0));
}

function partsOfType<Type extends ResponsePart['type']>(
  parts: readonly ResponsePart[],
  type: Type,
): readonly Part<Type>[] {
  return parts.filter((part): part is Part<Type> => part.type === type);
}
