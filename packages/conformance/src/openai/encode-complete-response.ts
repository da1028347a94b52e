import type { JsonObject } from '@understudy/core/provider';

import type { ResponsePart } from '../wire-format.ts';
import { commonFields, encodeUsage, finishReasons } from './encode-part.ts';

type Part<Type extends ResponsePart['type']> = Extract<ResponsePart, { readonly type: Type }>;

/** Encodes a response without streaming. Undefined without a `finish`, because JSON cannot be incomplete. */
export function encodeCompleteResponse(
  parts: readonly ResponsePart[],
  reasoningField: string,
): JsonObject | undefined {
  const [finish] = partsOfType(parts, 'finish');
  if (!finish) return undefined;
  const reasoning = partsOfType(parts, 'reasoning').map(({ text }) => text);
  const texts = partsOfType(parts, 'text').map(({ text }) => text);
  const calls = partsOfType(parts, 'tool-call').map(({ id, name, argumentsPieces }) => {
    return { id, type: 'function', function: { name, arguments: argumentsPieces.join('') } };
  });
  const message = {
    role: 'assistant',
    content: texts.join(''),
    ...(reasoning.length > 0 && { [reasoningField]: reasoning.join('') }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  const [usage] = partsOfType(parts, 'usage');
  return {
    ...commonFields,
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: finishReasons[finish.reason] }],
    ...(usage && { usage: encodeUsage(usage) }),
  };
}

function partsOfType<Type extends ResponsePart['type']>(
  parts: readonly ResponsePart[],
  type: Type,
): readonly Part<Type>[] {
  return parts.filter((part): part is Part<Type> => part.type === type);
}
