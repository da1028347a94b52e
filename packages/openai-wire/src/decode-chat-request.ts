import type { ChatRequest, JsonObject, ProviderOptions } from '@understudy/core/provider';
import {
  collectWarnings,
  invalidField,
  readBooleanValue,
  readCountValue,
  readField,
  readItems,
  readNumberValue,
  readObjectValue,
  readOptional,
  readTextValue,
  readUnless,
} from '@understudy/provider-utils/internal';
import type { Field, Warn } from '@understudy/provider-utils/internal';

import { decodeEffort } from './request/decode/decode-effort.ts';
import { decodeMessages } from './request/decode/decode-messages.ts';
import { decodeMetadata } from './request/decode/decode-metadata.ts';
import {
  decodeResponseFormat,
  decodeToolChoice,
  decodeTools,
  isFunctionTool,
} from './request/decode/decode-tools.ts';
import { hasFunctions, toTools } from './request/decode/legacy-functions.ts';
import { sharedFields, wireFormat } from './request/decode/part-options.ts';

/** The result of `decodeChatRequest()`. */
export interface DecodedRequest {
  /** Some fields without a counterpart are in `providerOptions['openai-chat']`. */
  readonly request: ChatRequest;
  /** Whether the client requests a stream. */
  readonly stream: boolean;
  /** Whether the client requests token counts at the end of the stream. */
  readonly includeUsage: boolean;
  /** Whether the client offers `functions` and expects `function_call`. Pass it to the encoders of the response. */
  readonly functionCalls: boolean;
  /** One message for each field that targets do not receive, or only those with the same format. */
  readonly warnings: readonly string[];
}

/** `n` is accepted only with the value 1. */
const supportedFields: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'temperature',
  'top_p',
  'top_k',
  'max_completion_tokens',
  'max_tokens',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'reasoning_effort',
  'reasoning',
  'thinking',
  'user',
  'safety_identifier',
  'metadata',
  'n',
]);

/** Fields without a counterpart that change the response or its price, and not its form. */
const optionFields: ReadonlySet<string> = new Set([
  'logit_bias',
  'prediction',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'safety_identifier',
  'service_tier',
  'store',
  'verbosity',
  'web_search_options',
]);

/**
 * Decodes the body of a `POST /chat/completions` request.
 *
 * `null` means that a field is not set. Unknown fields, and tools that are not functions, are ignored with a warning.
 * Known fields without a counterpart, such as `service_tier`, are kept as options. Targets with another format do not
 * receive them.
 *
 * @throws ConfigurationError `invalid-request` with the path of the field
 */
export function decodeChatRequest(json: unknown): DecodedRequest {
  const received = readObjectValue({ value: json, path: 'body' });
  const functionCalls = hasFunctions(received);
  const body = functionCalls ? toTools(received) : received;
  const options = readOptional(readField(body, 'stream_options'), readObjectValue) ?? {};
  const includeUsage = readField(options, 'include_usage', 'stream_options');
  assertSingleChoice(body);
  const { warnings, warn } = collectWarnings();
  return {
    request: { ...decodeFields(body, warn), ...findOptions(body) },
    stream: readOptional(readField(body, 'stream'), readBooleanValue) ?? false,
    includeUsage: readOptional(includeUsage, readBooleanValue) ?? false,
    functionCalls,
    warnings: [...findUnsupportedFields(body), ...findUnsupportedTools(body), ...warnings],
  };
}

function decodeFields(body: JsonObject, warn: Warn): ChatRequest {
  const number = (name: string, ...unset: readonly number[]): number | undefined =>
    readUnless(unset, readField(body, name), readNumberValue);
  const count = (name: string, ...unset: readonly number[]): number | undefined =>
    readUnless(unset, readField(body, name), readCountValue);
  const {
    toolChoice,
    allowed,
    isCustom = false,
  } = readOptional(readField(body, 'tool_choice'), decodeToolChoice) ?? {};
  const tools = readOptional(readField(body, 'tools'), decodeTools);
  const user = readOptional(readField(body, 'user'), readTextValue);
  return {
    model: readTextValue(readField(body, 'model')),
    messages: decodeMessages(readField(body, 'messages'), warn),
    tools: allowed ? tools?.filter(({ name }) => allowed.includes(name)) : tools,
    toolChoice: isCustom && !hasTool(tools, toolChoice) ? undefined : toolChoice,
    parallelToolCalls: readOptional(readField(body, 'parallel_tool_calls'), readBooleanValue),
    responseFormat: readOptional(readField(body, 'response_format'), decodeResponseFormat),
    temperature: number('temperature'),
    // The values with which llama.cpp, vLLM and LM Studio have no limit.
    topP: number('top_p', -1),
    topK: count('top_k', 0, -1),
    maxOutputTokens: count('max_completion_tokens', -1) ?? count('max_tokens', -1),
    stop: readOptional(readField(body, 'stop'), decodeStop),
    seed: number('seed'),
    presencePenalty: number('presence_penalty'),
    frequencyPenalty: number('frequency_penalty'),
    reasoningEffort: decodeEffort(body),
    user: user ?? readOptional(readField(body, 'safety_identifier'), readTextValue),
    metadata: readOptional(readField(body, 'metadata'), (field) => decodeMetadata(field, warn)),
  };
}

/** A custom tool is ignored with a warning, so it cannot be called. */
function hasTool(tools: ChatRequest['tools'] = [], choice: ChatRequest['toolChoice']): boolean {
  return typeof choice === 'object' && tools.some(({ name }) => name === choice.name);
}

function assertSingleChoice(body: JsonObject): void {
  const count = readField(body, 'n');
  if (count.value === undefined || count.value === 1) return;
  const received = typeof count.value === 'number' ? 'another number' : undefined;
  throw invalidField(count, '1 or no value', received);
}

function findOptions(body: JsonObject): Pick<ChatRequest, 'providerOptions'> {
  const options = Object.entries(body).filter(
    ([name, value]) => optionFields.has(name) && value !== null,
  );
  if (options.length === 0) return {};
  const shared = options.filter(([name]) => sharedFields.includes(name));
  const { verbosity = null } = body;
  const ofResponses = {
    ...Object.fromEntries(shared),
    ...(verbosity !== null && { text: { verbosity } }),
  };
  const providerOptions: ProviderOptions = {
    [wireFormat]: Object.fromEntries(options),
    ...(Object.keys(ofResponses).length > 0 && { 'openai-responses': ofResponses }),
  };
  return { providerOptions };
}

function findUnsupportedFields(body: JsonObject): readonly string[] {
  return Object.keys(body)
    .filter((name) => !supportedFields.has(name) && body[name] !== null)
    .map((name) => {
      const text = JSON.stringify(name.slice(0, 64));
      return optionFields.has(name)
        ? `sent only to targets with the same format: ${text}`
        : `unsupported field ignored: ${text}`;
    });
}

function findUnsupportedTools({ tools }: JsonObject): readonly string[] {
  if (!Array.isArray(tools)) return [];
  return tools
    .map((value, index) => ({ value, path: `tools[${index}]` }))
    .filter((item) => !isFunctionTool(item))
    .map(({ path }) => `unsupported tool ignored: ${path} is not a function`);
}

function decodeStop(field: Field): readonly string[] {
  return typeof field.value === 'string' ? [field.value] : readItems(field).map(readTextValue);
}
