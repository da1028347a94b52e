import type { JsonObject } from '@understudy/core/provider';

import type { ResponsePart } from '../wire-format.ts';
import { encodeUsage, finishReasons, opening } from './encode-part.ts';

type Part<Type extends ResponsePart['type']> = Extract<ResponsePart, { readonly type: Type }>;

/** The one JSON that says a whole answer; undefined without a finish: it comes with its end or not at all. */
export function encodeWhole(
  parts: readonly ResponsePart[],
  reasoningField: string,
): JsonObject | undefined {
  const [finish] = only(parts, 'finish');
  if (!finish) return undefined;
  const reasoning = only(parts, 'reasoning').map(({ text }) => text);
  const texts = only(parts, 'text').map(({ text }) => text);
  const calls = only(parts, 'tool-call').map(({ id, name, argumentsPieces }) => {
    return { id, type: 'function', function: { name, arguments: argumentsPieces.join('') } };
  });
  const message = {
    role: 'assistant',
    content: texts.join(''),
    ...(reasoning.length > 0 && { [reasoningField]: reasoning.join('') }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  const [usage] = only(parts, 'usage');
  return {
    ...opening,
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: finishReasons[finish.reason] }],
    ...(usage && { usage: encodeUsage(usage) }),
  };
}

function only<Type extends ResponsePart['type']>(
  parts: readonly ResponsePart[],
  type: Type,
): readonly Part<Type>[] {
  return parts.filter((part): part is Part<Type> => part.type === type);
}
