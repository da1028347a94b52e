import type { ChatRequest, JsonObject, JsonValue } from '@understudy/core/provider';

import type { Quirks } from './quirks.ts';
import type { Warn } from './request/encode-content.ts';
import { encodeMessages } from './request/encode-messages.ts';
import { encodeResponseFormat } from './request/encode-response-format.ts';
import { encodeTools } from './request/encode-tools.ts';

/** The options of `encodeChatRequest()`. */
export interface EncodeSettings {
  /** The id of the provider. Its entry in `providerOptions` is merged into the body. */
  readonly provider: string;
  /** Whether to request a stream. */
  readonly stream: boolean;
  readonly quirks?: Quirks | undefined;
}

/** The result of `encodeChatRequest()`. */
export interface EncodedRequest {
  readonly body: JsonObject;
  /** One message for each part of the request that the wire format or the vendor does not support. */
  readonly warnings: readonly string[];
}

/**
 * Encodes a request as the body of `POST /chat/completions`.
 *
 * The entry of the provider in `providerOptions` is merged last. It can replace every field except
 * `model`, `messages` and `stream`.
 */
export function encodeChatRequest(
  request: ChatRequest,
  { provider, stream, quirks = {} }: EncodeSettings,
): EncodedRequest {
  const warnings: string[] = [];
  const warn: Warn = (message) => {
    if (!warnings.includes(message)) warnings.push(message);
  };
  const messages = encodeMessages(request.messages, quirks, warn);
  const options = optionsFor(provider, request);
  const body = {
    ...encodeFields(request, options, quirks, warn),
    ...(stream && (quirks.streamUsage ?? true) && { stream_options: { include_usage: true } }),
    ...options,
    model: request.model,
    messages,
    stream,
  };
  return { body, warnings };
}

function optionsFor(provider: string, { providerOptions = {} }: ChatRequest): JsonObject {
  return Object.hasOwn(providerOptions, provider) ? (providerOptions[provider] ?? {}) : {};
}

function encodeFields(
  request: ChatRequest,
  options: JsonObject,
  quirks: Quirks,
  warn: Warn,
): JsonObject {
  const { maxTokensField = 'max_completion_tokens', seedField = 'seed' } = quirks;
  const unsupported: readonly string[] = quirks.unsupportedFields ?? [];
  const fields: Record<string, JsonValue> = {};
  const set = (name: string, value: JsonValue | undefined): void => {
    if (value === undefined) return;
    if (unsupported.includes(name)) warn(`unsupported field omitted: ${name}`);
    else fields[name] = value;
  };
  const { stop = [] } = request;
  const {
    tools,
    tool_choice: toolChoice,
    parallel_tool_calls: parallel,
  } = encodeTools(request, warn);
  set('temperature', request.temperature);
  set('top_p', request.topP);
  if (quirks.topK === true) set('top_k', request.topK);
  else if (request.topK !== undefined) warn('topK omitted: the API has no field for it');
  set(maxTokensField, request.maxOutputTokens);
  set('stop', stop.length > 0 ? stop : undefined);
  set(seedField, request.seed);
  set('presence_penalty', request.presencePenalty);
  set('frequency_penalty', request.frequencyPenalty);
  set('reasoning_effort', request.reasoningEffort);
  set('user', request.user);
  set('response_format', encodeResponseFormat(request.responseFormat, quirks, warn));
  set('tools', tools);
  set('tool_choice', toolChoice);
  set('parallel_tool_calls', parallel);
  set('metadata', encodeMetadata(request, options, warn));
  return fields;
}

/** OpenAI rejects `metadata` without `store: true`. Storing is the caller's decision. */
function encodeMetadata(
  { metadata }: ChatRequest,
  options: JsonObject,
  warn: Warn,
): JsonObject | undefined {
  if (metadata === undefined || options.store === true) return metadata;
  warn('metadata omitted: it needs store: true in the provider options');
  return undefined;
}
