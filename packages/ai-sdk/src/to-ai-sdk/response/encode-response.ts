import type { AssistantPart, ChatResponse, ToolCall } from '@understudy/core';

import type { CallWarning, Content, GenerateResult } from '../../specification/language-model.ts';
import { encodeOrigin } from '../part-origin.ts';
import { encodeFile, encodeSource, encodeToolCall, withOrigin } from './encode-content.ts';
import { encodeMetadata } from './encode-metadata.ts';
import { encodeUsage } from './encode-usage.ts';

/** @param warnings - about the call */
export function encodeResponse(
  response: ChatResponse,
  warnings: readonly CallWarning[],
): GenerateResult {
  const { finishReason, rawFinishReason, id, model } = response;
  return {
    content: encodeContent(response),
    finishReason: { unified: finishReason, raw: rawFinishReason },
    usage: encodeUsage(response.usage),
    providerMetadata: encodeMetadata({
      provider: response.provider,
      model,
      attempts: response.attempts,
      requestId: response.requestId,
      finishMessage: response.finishMessage,
      providerMetadata: response.providerMetadata,
    }),
    response: {
      ...(id !== undefined && { id }),
      modelId: model,
      headers: { ...response.rateLimitHeaders },
    },
    warnings: [
      ...warnings,
      ...response.warnings.map((message) => ({ type: 'other', message }) as const),
    ],
  };
}

function encodeContent({ message, toolCalls, sources }: ChatResponse): Content[] {
  const parts =
    typeof message.content === 'string'
      ? [{ type: 'text', text: message.content } as const]
      : message.content;
  const content = parts.flatMap((part) => encodePart(part, toolCalls));
  return [...content, ...sources.map((source, index) => encodeSource(source, `source-${index}`))];
}

function encodePart(part: AssistantPart, toolCalls: readonly ToolCall[]): readonly Content[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text, ...withOrigin(part) }];
    case 'reasoning':
      return [{ type: 'reasoning', text: part.text, providerMetadata: encodeOrigin(part) }];
    case 'file':
      return [encodeFile(part, part)];
    case 'tool-call': {
      const call = toolCalls.find(({ id }) => id === part.id);
      return encodeToolCall({ ...part, incomplete: call?.incomplete }, part);
    }
  }
}
