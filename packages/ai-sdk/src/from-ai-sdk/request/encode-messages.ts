import type {
  AssistantPart,
  FilePart,
  ImagePart,
  JsonObject,
  Message,
  PartOrigin,
  ProviderOptions,
  TextPart,
} from '@understudy/core';
import { isJsonObject, parseJson } from '@understudy/core/internal';

import type { ModelVersion } from '../model-source.ts';
import { anyImage, encodeFileData } from './encode-file.ts';
import { encodeToolOutput } from './encode-tool-output.ts';

/** How a request is encoded. */
export interface EncodingSettings {
  readonly version: ModelVersion;
  /** The id under which the provider is registered. */
  readonly provider: string;
  /** The namespace of the AI SDK's provider in `providerOptions`. */
  readonly namespace: string;
}

interface WithOptions extends PartOrigin {
  readonly providerOptions?: ProviderOptions | undefined;
}

/** Returns the messages of a prompt. */
export function encodeMessages(
  messages: readonly Message[],
  settings: EncodingSettings,
): readonly object[] {
  return messages.map((message) => ({
    role: message.role,
    content: encodeContent(message, settings),
    ...encodeOptions(message, settings),
  }));
}

function encodeContent(message: Message, settings: EncodingSettings): unknown {
  switch (message.role) {
    case 'system':
      return toText(message.content);
    case 'user':
      return toParts(message.content).map((part) => encodeUserPart(part, settings));
    case 'assistant':
      return toParts(message.content).map((part) => encodeAssistantPart(part, settings));
    case 'tool':
      return message.content.map((part) => ({
        type: 'tool-result',
        toolCallId: part.toolCallId,
        toolName: part.name,
        output: encodeToolOutput(part, settings.version),
        ...encodeOptions(part, settings),
      }));
  }
}

function toText(content: string | readonly TextPart[]): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('\n\n');
}

function toParts<Part>(content: string | readonly Part[]): readonly (Part | TextPart)[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function encodeUserPart(part: TextPart | ImagePart | FilePart, settings: EncodingSettings): object {
  return part.type === 'text' ? encodeText(part, settings) : encodeFile(part, settings);
}

function encodeAssistantPart(part: AssistantPart, settings: EncodingSettings): object {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return encodeText(part, settings);
    case 'file':
      return encodeFile(part, settings);
    case 'tool-call':
      return {
        type: 'tool-call',
        toolCallId: part.id,
        toolName: part.name,
        // Arguments that are not JSON are passed on as text.
        input:
          part.argumentsText === '' ? {} : (parseJson(part.argumentsText) ?? part.argumentsText),
        ...encodeOptions(part, settings),
      };
  }
}

function encodeText(
  part: WithOptions & { readonly type: string; readonly text: string },
  settings: EncodingSettings,
): object {
  return { type: part.type, text: part.text, ...encodeOptions(part, settings) };
}

function encodeFile(part: ImagePart | FilePart, settings: EncodingSettings): object {
  const { data, mediaType = anyImage } = part;
  const filename = part.type === 'file' ? part.name : undefined;
  return {
    type: 'file',
    mediaType,
    data: encodeFileData(data, settings.version),
    ...(filename !== undefined && { filename }),
    ...encodeOptions(part, settings),
  };
}

/**
 * Returns the options of a message, part or tool: the metadata with which the AI SDK's provider created it, and the
 * app's own options.
 */
export function encodeOptions(
  { providerOptions, providerMetadata }: WithOptions,
  { provider, namespace }: EncodingSettings,
): { readonly providerOptions?: ProviderOptions } {
  const own = providerOptions?.[provider];
  if (!own && !providerMetadata) return {};
  const created = toNamespaces(providerMetadata);
  if (!own) return { providerOptions: created };
  return { providerOptions: { ...created, [namespace]: { ...created[namespace], ...own } } };
}

function toNamespaces(metadata: JsonObject = {}): ProviderOptions {
  const entries = Object.entries(metadata).flatMap(([name, value]) =>
    isJsonObject(value) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries);
}
