import type {
  ChatRequest,
  JsonObject,
  JsonValue,
  ReasoningEffort,
  SystemMessage,
} from '@understudy/core/provider';
import { isJsonObject, readNumber, readObject } from '@understudy/provider-utils';
import {
  readBooleanValue,
  readCountValue,
  readEnum,
  readField,
  readItems,
  readNumberValue,
  readObjectValue,
  readOptional,
  readTextValue,
  readUnless,
  toEffort,
} from '@understudy/provider-utils/internal';

import { allEfforts } from './model-rules.ts';
import { assertComplete } from './request/assert-complete.ts';
import { wireFormat } from './request/decode-content.ts';
import { decodeMessages, decodeSystem } from './request/decode-messages.ts';
import {
  decodeFormat,
  decodeParallelCalls,
  decodeToolChoice,
  decodeTools,
  findVendorTools,
  isFunctionTool,
} from './request/decode-tools.ts';
import { findOwnParts } from './request/describe-block.ts';

/** The result of `decodeMessagesRequest()`. */
export interface DecodedRequest {
  /** What has no counterpart is in `providerOptions['anthropic-messages']` of the request, its parts and its tools. */
  readonly request: ChatRequest;
  /** Whether the client requests a stream. */
  readonly stream: boolean;
  /** One message for each field that only targets with the same format receive. */
  readonly warnings: readonly string[];
}

/**
 * Decodes the body of a `POST /v1/messages` request.
 *
 * Encoded again for the same API, the request has the same content: fields and blocks without a counterpart are kept
 * as options. Other targets do not receive them.
 *
 * @throws ConfigurationError `invalid-request` with the path of the field
 */
export function decodeMessagesRequest(json: unknown): DecodedRequest {
  const body = readObjectValue({ value: json, path: 'body' });
  return {
    ...decodeBody(body, readCountValue(readField(body, 'max_tokens'))),
    stream: readOptional(readField(body, 'stream'), readBooleanValue) ?? false,
  };
}

/**
 * Decodes the body of a `POST /v1/messages/count_tokens` request, which may have no `max_tokens`.
 *
 * @throws ConfigurationError `invalid-request` with the path of the field
 */
export function decodeCountRequest(json: unknown): Omit<DecodedRequest, 'stream'> {
  const body = readObjectValue({ value: json, path: 'body' });
  return decodeBody(body, readOptional(readField(body, 'max_tokens'), readCountValue));
}

function decodeBody(
  body: JsonObject,
  maxOutputTokens: number | undefined,
): Omit<DecodedRequest, 'stream'> {
  assertComplete(body);
  const options = findOptions(body);
  return {
    request: {
      ...decodeFields(body),
      maxOutputTokens,
      ...(Object.keys(options).length > 0 && { providerOptions: { [wireFormat]: options } }),
    },
    warnings: [
      ...Object.keys(options)
        .filter((name) => !partlyDecoded.includes(name))
        .map((name) => JSON.stringify(name.slice(0, 64))),
      ...(readOptional(readField(body, 'tools'), findVendorTools) ?? []),
      ...findOwnParts(body.messages),
    ].map((name) => `sent only to targets with the same format: ${name}`),
  };
}

function decodeFields(body: JsonObject): ChatRequest {
  const number = (name: string, ...unset: readonly number[]): number | undefined =>
    readUnless(unset, readField(body, name), readNumberValue);
  const config = readOptional(readField(body, 'output_config'), readObjectValue) ?? {};
  const system = readOptional(readField(body, 'system'), decodeSystem);
  const choice = readField(body, 'tool_choice');
  const tools = readOptional(readField(body, 'tools'), decodeTools);
  const toolChoice = readOptional(choice, decodeToolChoice);
  const metadata = readOptional(readField(body, 'metadata'), readObjectValue) ?? {};
  const systemMessages: readonly SystemMessage[] = system ? [system] : [];
  return {
    model: readTextValue(readField(body, 'model')),
    messages: [...systemMessages, ...decodeMessages(readField(body, 'messages'))],
    tools,
    // Other targets do not receive a tool that runs on the vendor's servers, and cannot call it.
    toolChoice:
      typeof toolChoice === 'object' && !hasTool(tools, toolChoice.name) ? undefined : toolChoice,
    parallelToolCalls: readOptional(choice, decodeParallelCalls),
    responseFormat:
      readOptional(readField(config, 'format', 'output_config'), decodeFormat) ??
      readOptional(readField(body, 'output_format'), decodeFormat),
    reasoningEffort: decodeEffort(body, config),
    temperature: number('temperature'),
    // LangChain sends -1 for no limit. The API accepts 0 in `top_k`.
    topP: number('top_p', -1),
    topK: readUnless([0, -1], readField(body, 'top_k'), readCountValue),
    stop: readOptional(readField(body, 'stop_sequences'), (field) =>
      readItems(field).map(readTextValue),
    ),
    user: readOptional(readField(metadata, 'user_id', 'metadata'), readTextValue),
  };
}

function hasTool(tools: ChatRequest['tools'] = [], wanted: string): boolean {
  return tools.some(({ name }) => name === wanted);
}

/** For other targets: the effort, or the nearest one to the kind of thinking. */
function decodeEffort(body: JsonObject, config: JsonObject): ReasoningEffort | undefined {
  const effort = readOptional(readField(config, 'effort', 'output_config'), (field) =>
    readEnum(field, allEfforts),
  );
  const thinking = readObject(body, 'thinking');
  if (thinking?.type === 'disabled') return 'none';
  if (effort !== undefined) return effort;
  if (thinking?.type === 'between_tools') return 'none';
  if (thinking?.type === 'adaptive') return 'high';
  return thinking?.type === 'enabled'
    ? toEffort(readNumber(thinking, 'budget_tokens') ?? 0)
    : undefined;
}

/** Fields with a counterpart. They are not options. */
const decoded: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'max_tokens',
  'system',
  'tools',
  'tool_choice',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'stream',
]);

/** Fields with a counterpart that are options too, because the counterpart does not contain all of them. */
const partlyDecoded: readonly string[] = [
  'thinking',
  'output_config',
  'output_format',
  'metadata',
  'tools',
  'tool_choice',
];

/** With a tool of the vendor, both are kept: the order of the tools, and the choice of one. */
const toolFields: readonly string[] = ['tools', 'tool_choice'];

function findOptions(body: JsonObject): JsonObject {
  const hasOthers = !hasOnlyFunctions(body.tools ?? null);
  const others = Object.entries(body).filter(
    ([name, value]) =>
      value !== null && (!decoded.has(name) || (hasOthers && toolFields.includes(name))),
  );
  const options: Record<string, JsonValue> = Object.fromEntries(others);
  const { metadata } = options;
  const isUserOnly =
    isJsonObject(metadata) && Object.keys(metadata).every((name) => name === 'user_id');
  if (isUserOnly) delete options.metadata;
  return options;
}

/** Tools of the vendor have no counterpart. */
function hasOnlyFunctions(tools: JsonValue): boolean {
  return !Array.isArray(tools) || tools.every((value) => isFunctionTool({ value, path: 'tools' }));
}
