import type { ChatRequest, JsonObject, ReasoningEffort } from '@understudy/core/provider';

import { decodeMessages } from './request/decode-messages.ts';
import { decodeResponseFormat, decodeToolChoice, decodeTools } from './request/decode-tools.ts';
import {
  fieldOf,
  itemsOf,
  numberOf,
  objectOf,
  optional,
  refuse,
  textOf,
  wordOf,
} from './request/read-field.ts';
import type { Field } from './request/read-field.ts';

export interface DecodedRequest {
  readonly request: ChatRequest;
  readonly stream: boolean;
  /** Whether the stream is to tell its usage. */
  readonly includeUsage: boolean;
  /** Fields that have no place in a `ChatRequest`, a sentence each. */
  readonly warnings: readonly string[];
}

/** The fields that are read, and those of which only the value that changes nothing has a place. */
const known: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'tools',
  'tool_choice',
  'response_format',
  'temperature',
  'top_p',
  'max_completion_tokens',
  'max_tokens',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'reasoning_effort',
  'user',
  'metadata',
  'n',
]);

/**
 * A request that an app sent to us. `null` is as good as nothing; fields that are not known are told in
 * `warnings`.
 *
 * @throws ConfigurationError `invalid-request` with the path of the field
 */
export function decodeChatRequest(json: unknown): DecodedRequest {
  const body = objectOf({ value: json, path: 'body' });
  const number = (name: string): number | undefined => optional(fieldOf(body, name), numberOf);
  const { value: count } = fieldOf(body, 'n');
  if (count !== undefined && count !== 1) throw refuse(fieldOf(body, 'n'), '1, or nothing');
  const options = optional(fieldOf(body, 'stream_options'), objectOf) ?? {};
  const request: ChatRequest = {
    model: textOf(fieldOf(body, 'model')),
    messages: decodeMessages(fieldOf(body, 'messages')),
    tools: optional(fieldOf(body, 'tools'), decodeTools),
    toolChoice: optional(fieldOf(body, 'tool_choice'), decodeToolChoice),
    responseFormat: optional(fieldOf(body, 'response_format'), decodeResponseFormat),
    temperature: number('temperature'),
    topP: number('top_p'),
    maxOutputTokens: number('max_completion_tokens') ?? number('max_tokens'),
    stop: optional(fieldOf(body, 'stop'), decodeStop),
    seed: number('seed'),
    presencePenalty: number('presence_penalty'),
    frequencyPenalty: number('frequency_penalty'),
    reasoningEffort: optional(fieldOf(body, 'reasoning_effort'), decodeEffort),
    user: optional(fieldOf(body, 'user'), textOf),
    metadata: optional(fieldOf(body, 'metadata'), decodeMetadata),
  };
  return {
    request,
    stream: optional(fieldOf(body, 'stream'), decodeFlag) ?? false,
    includeUsage:
      optional(fieldOf(options, 'include_usage', 'stream_options'), decodeFlag) ?? false,
    warnings: warnOfUnknown(body),
  };
}

function warnOfUnknown(body: JsonObject): readonly string[] {
  return Object.keys(body)
    .filter((name) => !known.has(name) && body[name] !== null)
    .map((name) => `${JSON.stringify(name.slice(0, 64))} has no place here: it was ignored`);
}

function decodeStop(field: Field): readonly string[] {
  return typeof field.value === 'string' ? [field.value] : itemsOf(field).map(textOf);
}

function decodeFlag(field: Field): boolean {
  if (typeof field.value === 'boolean') return field.value;
  throw refuse(field, 'true or false');
}

function decodeEffort(field: Field): ReasoningEffort {
  // The highest that can be asked for here.
  if (field.value === 'xhigh') return 'high';
  return wordOf(field, ['none', 'minimal', 'low', 'medium', 'high']);
}

function decodeMetadata(field: Field): Readonly<Record<string, string>> {
  const metadata = objectOf(field);
  const names = Object.keys(metadata);
  return Object.fromEntries(
    names.map((name) => [name, textOf(fieldOf(metadata, name, field.path))]),
  );
}
