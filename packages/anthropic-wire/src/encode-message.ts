import type { ChatResponse } from '@understudy/core';
import type { AssistantPart, JsonObject } from '@understudy/core/provider';
import { isJsonObject, parseJson } from '@understudy/provider-utils';

import { readCallFields } from './block/call-fields.ts';
import { readServerBlock } from './block/server-block.ts';
import { encodeCitation } from './response/citation.ts';
import { encodeStopDetails, unknownFields } from './response/encode-message-events.ts';
import type { MessageIdentity } from './response/encode-message-events.ts';
import { encodeStopReason } from './response/map-stop-reason.ts';
import { encodeUsage } from './response/usage.ts';

/** The fields of a response that have a place in the format. */
export type EncodableResponse = Pick<
  ChatResponse,
  'message' | 'sources' | 'usage' | 'finishReason' | 'finishMessage' | 'model'
>;

/**
 * Encodes a response as a complete message.
 *
 * The content is the same as that of `MessageStreamEncoder`. All sources are citations of the last text.
 */
export function encodeMessage(
  response: EncodableResponse,
  { id, model = response.model }: Pick<MessageIdentity, 'id'> & Partial<MessageIdentity>,
): JsonObject {
  const { finishReason, finishMessage, usage } = response;
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: encodeContent(response),
    stop_reason: encodeStopReason(finishReason),
    stop_sequence: null,
    ...unknownFields,
    stop_details: encodeStopDetails(finishMessage),
    usage: encodeUsage(usage ?? { inputTokens: undefined, outputTokens: undefined }),
  };
}

function encodeContent({ message, sources }: EncodableResponse): readonly JsonObject[] {
  const { content } = message;
  const blocks =
    typeof content === 'string' ? [{ type: 'text', text: content }] : content.flatMap(encodePart);
  if (sources.length === 0) return blocks;
  const citations = sources.map(encodeCitation);
  const last = blocks.findLastIndex((block) => block.type === 'text');
  if (last < 0) return [...blocks, { type: 'text', text: '', citations }];
  return blocks.map((block, index) => (index === last ? { ...block, citations } : block));
}

function encodePart(part: AssistantPart): readonly JsonObject[] {
  switch (part.type) {
    case 'text': {
      const block = part.text === '' ? readServerBlock(part.providerMetadata) : undefined;
      return [block ?? { type: 'text', text: part.text }];
    }
    case 'reasoning': {
      const { text, signature = '', providerMetadata } = part;
      const isRedacted = text === '' && providerMetadata?.type !== 'thinking';
      if (isRedacted) return [{ type: 'redacted_thinking', data: signature }];
      return [{ type: 'thinking', thinking: text, signature }];
    }
    case 'tool-call': {
      const input = parseJson(part.argumentsText);
      const { id, name, providerMetadata = {} } = part;
      const block = { type: 'tool_use', id, name, input: isJsonObject(input) ? input : {} };
      return [{ ...block, ...readCallFields(providerMetadata) }];
    }
    case 'file':
      return [];
  }
}
