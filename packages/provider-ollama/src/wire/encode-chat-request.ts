import type { ChatRequest, JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, optionsOf, readObject } from '@understudy/provider-utils';
import { collectWarnings, toWellFormedObject } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import { encodeMessages } from './request/encode-messages.ts';
import { encodeThink } from './request/encode-think.ts';
import type { ReasoningSupport } from './request/encode-think.ts';
import { encodeTools } from './request/encode-tools.ts';

/** The options of `encodeChatRequest()`. */
export interface EncodeSettings {
  /** The id of the provider. Its entries in `providerOptions` are merged into the body. */
  readonly provider: string;
  /** How the model reasons. @defaultValue unknown */
  readonly reasoning?: ReasoningSupport | undefined;
}

/** The result of `encodeChatRequest()`. */
export interface EncodedRequest {
  /** Write it with `JSON.stringify`. */
  readonly body: JsonObject;
  /** One message for each part of the request that Ollama does not support. */
  readonly warnings: readonly string[];
}

/**
 * Encodes a request as the body of `POST /api/chat`.
 *
 * The entry of the provider in `providerOptions` is merged last. It can replace every field except `model`, `messages`
 * and `stream`. Its `options` are merged into the options one by one.
 */
export function encodeChatRequest(
  request: ChatRequest,
  { provider, reasoning = 'unknown' }: EncodeSettings,
): EncodedRequest {
  const { warnings, warn } = collectWarnings();
  const fields = optionsOf(request, provider);
  const options = { ...encodeOptions(request), ...readObject(fields, 'options') };
  const think = encodeThink(request.reasoningEffort, reasoning, warn);
  const format = encodeFormat(request);
  const messages = encodeMessages(request.messages, { provider, warn });
  const tools = encodeTools(request, { provider, warn });
  warnAboutUnsupported(request, warn);
  const body = {
    ...(tools && { tools }),
    ...(format !== undefined && { format }),
    ...(think !== undefined && { think }),
    // Without it, the server removes the oldest messages of a prompt that is too long, and reports nothing.
    truncate: false,
    ...fields,
    ...(Object.keys(options).length > 0 && { options }),
    model: request.model,
    messages,
    stream: true,
  };
  return { body: toWellFormedObject(body, warn), warnings };
}

function encodeOptions(request: ChatRequest): JsonObject {
  // An empty sequence ends every response.
  const stop = request.stop?.filter((sequence) => sequence !== '') ?? [];
  const options: Readonly<Record<string, JsonValue | undefined>> = {
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    num_predict: request.maxOutputTokens,
    stop: stop.length > 0 ? stop : undefined,
    seed: request.seed,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
  };
  const set: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(options)) if (value !== undefined) set[name] = value;
  return set;
}

function encodeFormat({ responseFormat }: ChatRequest): JsonValue | undefined {
  if (responseFormat?.type !== 'json') return undefined;
  return isJsonObject(responseFormat.schema) ? responseFormat.schema : 'json';
}

function warnAboutUnsupported(request: ChatRequest, warn: Warn): void {
  for (const name of ['user', 'metadata'] as const) {
    if (request[name] !== undefined) warn(`${name} omitted: the API has no field for it`);
  }
}
