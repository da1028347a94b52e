import type { AssistantPart, JsonObject } from '@understudy/core/provider';

import type { Quirks } from '../quirks.ts';

/**
 * Encodes the reasoning of an assistant message. `reasoning_details` of the response are sent back as they came,
 * because they contain signatures. Core omits them for other providers and models.
 */
export function encodeReasoning(
  content: readonly AssistantPart[],
  { reasoningField }: Quirks,
): JsonObject {
  const parts = content.filter((part) => part.type === 'reasoning');
  const details = parts.flatMap(({ providerMetadata }) => {
    const list = providerMetadata?.['reasoning_details'];
    return Array.isArray(list) ? list : [];
  });
  if (details.length > 0) return { reasoning_details: details };
  if (reasoningField === undefined) return {};
  const text = parts.map((part) => part.text).join('');
  // DeepSeek and Moonshot require the field beside tool calls, also if another model made them.
  const isRequired =
    reasoningField === 'reasoning_content' && content.some(({ type }) => type === 'tool-call');
  return text === '' && !isRequired ? {} : { [reasoningField]: text };
}
