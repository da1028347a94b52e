import type { ChatResponse, ContentPart, FileData, Message } from '@understudy/core';
import { parseJson } from '@understudy/core/internal';

import { toFinishReason } from './finish-reason.ts';

/** Returns the value of `gen_ai.input.messages`: JSON without the data and the signatures of parts. */
export function encodeInputMessages(messages: readonly Message[]): string {
  return JSON.stringify(messages.map((message) => encodeMessage(message)));
}

/** Returns the value of `gen_ai.output.messages`. */
export function encodeOutputMessages({
  message,
  finishReason,
}: Pick<ChatResponse, 'message' | 'finishReason'>): string {
  return JSON.stringify([
    { ...encodeMessage(message), finish_reason: toFinishReason(finishReason) },
  ]);
}

function encodeMessage({ role, content }: Message): {
  readonly role: string;
  readonly parts: readonly object[];
} {
  const parts: readonly ContentPart[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return { role, parts: parts.map((part) => encodePart(part)) };
}

function encodePart(part: ContentPart): object {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { type: part.type, content: part.text };
    case 'tool-call': {
      const { id, name, argumentsText } = part;
      return { type: 'tool_call', id, name, arguments: parseJson(argumentsText) ?? argumentsText };
    }
    case 'tool-result':
      return { type: 'tool_call_response', id: part.toolCallId, response: part.output };
    case 'image':
    case 'file':
      return encodeFile(part.type, part.data, part.mediaType);
  }
}

/** The data of a file is left out, and so is the query of its URL, which can contain a key. */
function encodeFile(type: 'image' | 'file', data: FileData, mediaType: string | undefined): object {
  const modality = type === 'image' ? 'image' : 'document';
  if (data.type !== 'url' || data.url.protocol === 'data:') {
    return { type, modality, mime_type: mediaType };
  }
  const { origin, pathname } = data.url;
  return { type: 'uri', modality, mime_type: mediaType, uri: `${origin}${pathname}` };
}
