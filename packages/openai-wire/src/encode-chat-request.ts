import type { ChatRequest, JsonObject, JsonValue } from '@understudy/core/provider';

import type { Quirks } from './quirks.ts';
import type { Warn } from './request/encode-content.ts';
import { encodeMessages } from './request/encode-messages.ts';
import { encodeResponseFormat } from './request/encode-response-format.ts';
import { encodeTools } from './request/encode-tools.ts';

export interface EncodeSettings {
  /** The id of the provider: its `providerOptions` are merged into the body. */
  readonly provider: string;
  readonly stream: boolean;
  readonly quirks?: Quirks | undefined;
}

export interface EncodedRequest {
  readonly body: JsonObject;
  /** What of the request has no place in the dialect, or in this vendor's, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * A request as the body of `POST /chat/completions`. The provider's own options are merged in last:
 * they change every field but `model`, `messages` and `stream`.
 */
export function encodeChatRequest(
  request: ChatRequest,
  { provider, stream, quirks = {} }: EncodeSettings,
): EncodedRequest {
  const warnings: string[] = [];
  const warn: Warn = (sentence) => {
    if (!warnings.includes(sentence)) warnings.push(sentence);
  };
  const messages = encodeMessages(request.messages, quirks, warn);
  const options = optionsOf(request, provider);
  const body = {
    ...encodeSettings(request, options, quirks, warn),
    ...(stream && (quirks.streamUsage ?? true) && { stream_options: { include_usage: true } }),
    ...options,
    model: request.model,
    messages,
    stream,
  };
  return { body, warnings };
}

function optionsOf({ providerOptions = {} }: ChatRequest, provider: string): JsonObject {
  return Object.hasOwn(providerOptions, provider) ? (providerOptions[provider] ?? {}) : {};
}

function encodeSettings(
  request: ChatRequest,
  options: JsonObject,
  quirks: Quirks,
  warn: Warn,
): JsonObject {
  const { maxTokensField = 'max_completion_tokens', seedField = 'seed' } = quirks;
  const refused: readonly string[] = quirks.unsupportedFields ?? [];
  const fields: Record<string, JsonValue> = {};
  /** Only what has a value, and what this vendor takes. */
  const set = (name: string, value: JsonValue | undefined): void => {
    if (value === undefined) return;
    if (refused.includes(name)) warn(`this vendor takes no ${name}: it was left out`);
    else fields[name] = value;
  };
  const { stop = [] } = request;
  const { tools, tool_choice: toolChoice } = encodeTools(request, warn);
  set('temperature', request.temperature);
  set('top_p', request.topP);
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
  set('metadata', storedMetadata(request, options, warn));
  return fields;
}

/** OpenAI refuses metadata of what it is not to store, and nobody's prompt is stored unasked. */
function storedMetadata(
  { metadata }: ChatRequest,
  options: JsonObject,
  warn: Warn,
): JsonObject | undefined {
  if (metadata === undefined || options.store === true) return metadata;
  warn('metadata is taken only where the provider options say store: true: it was left out');
  return undefined;
}
