import type {
  DocumentSourceEvent,
  FileData,
  FileEvent,
  FilePart,
  PartOrigin,
  SourceEvent,
  ToolCall,
} from '@understudy/core';
import { parseJson } from '@understudy/core/internal';

import type {
  FileContent,
  SourceContent,
  ToolCallContent,
} from '../../specification/language-model.ts';
import { encodeOrigin, namespace } from '../part-origin.ts';

/** Returns a generated file. */
export function encodeFile(
  { mediaType, data }: FileEvent | FilePart,
  origin: PartOrigin,
): FileContent {
  return { type: 'file', mediaType, data: encodeData(data), ...withOrigin(origin) };
}

function encodeData(data: FileData): FileContent['data'] {
  switch (data.type) {
    case 'bytes':
      return { type: 'data', data: data.bytes };
    case 'base64':
      return { type: 'data', data: data.base64 };
    case 'url':
      return { type: 'url', url: data.url };
  }
}

/** Returns a cited source. */
export function encodeSource(source: SourceEvent | DocumentSourceEvent, id: string): SourceContent {
  const { title } = source;
  if (source.type === 'source') {
    const { url } = source;
    return { type: 'source', sourceType: 'url', id, url, ...(title !== undefined && { title }) };
  }
  const { mediaType = 'text/plain', quote } = source;
  return {
    type: 'source',
    sourceType: 'document',
    id,
    mediaType,
    title: source.title,
    ...(quote !== undefined && { providerMetadata: { [namespace]: { quote } } }),
  };
}

/** Returns a tool call. Returns none if the AI SDK would run it with arguments that are incomplete. */
export function encodeToolCall(
  call: Pick<ToolCall, 'id' | 'name' | 'argumentsText' | 'incomplete'>,
  origin: PartOrigin,
): readonly ToolCallContent[] {
  // The AI SDK reports to the model that arguments are not JSON. It would run the tool with others, also with none.
  if (call.incomplete === true && isJsonOrBlank(call.argumentsText)) return [];
  return [
    {
      type: 'tool-call',
      toolCallId: call.id,
      toolName: call.name,
      input: call.argumentsText,
      providerMetadata: encodeOrigin(origin),
    },
  ];
}

function isJsonOrBlank(text: string): boolean {
  return text.trim() === '' || parseJson(text) !== undefined;
}

/** The origin of text and files is needed only with something to send back. */
export function withOrigin(origin: PartOrigin): Pick<FileContent, 'providerMetadata'> {
  const isNeeded = origin.signature !== undefined || origin.providerMetadata !== undefined;
  return isNeeded ? { providerMetadata: encodeOrigin(origin) } : {};
}
