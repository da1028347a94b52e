import type { ChatRequest, JsonObject, JsonValue } from '@understudy/core/provider';
import { optionsOf, ToolNames } from '@understudy/provider-utils';
import { collectWarnings, toWellFormedObject } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import { chooseEffort, otherModel, rulesOf } from './model-rules.ts';
import type { ModelRules } from './model-rules.ts';
import type { Quirks } from './quirks.ts';
import { addJsonInstruction } from './request/add-json-instruction.ts';
import { encodeEffort, isThinkingOff } from './request/encode-effort.ts';
import { encodeMessages } from './request/encode-messages.ts';
import { encodeResponseFormat } from './request/encode-response-format.ts';
import { encodeTools } from './request/encode-tools.ts';
import { encodeUser } from './request/encode-user.ts';
import { readCustomTools } from './tool-call/custom-call.ts';

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
  /**
   * The tool names of the request by the names that replace them in the body. Pass it to the decoder. Undefined if no
   * name was replaced.
   */
  readonly toolNames?: ReadonlyMap<string, string> | undefined;
}

/**
 * Encodes a request as the body of `POST /chat/completions`, in a form that all vendors accept.
 *
 * The entry of the provider in `providerOptions` of the request is merged last. It can replace every field except
 * `model`, `messages` and `stream`. Those of messages, parts and tools are merged into their objects.
 *
 * @throws ProviderError `unsupported-feature` if the vendor supports no part of a message
 */
export function encodeChatRequest(
  request: ChatRequest,
  { provider, stream, quirks = {} }: EncodeSettings,
): EncodedRequest {
  const { warnings, warn } = collectWarnings();
  const { model } = request;
  const names = new ToolNames(request);
  const options = optionsOf(request, provider);
  const customTools = readCustomTools(options);
  const messages = addJsonInstruction(
    encodeMessages(request.messages, { provider, model, quirks, warn, names, customTools }),
    request.responseFormat,
    quirks,
  );
  const fields = encodeFields(request, options, { provider, quirks, warn, names });
  if (stream && (quirks.streamUsage ?? true)) fields['stream_options'] = { include_usage: true };
  const body = { ...fields, ...options, model, messages, stream };
  return { body: toWellFormedObject(body, warn), warnings, toolNames: names.replaced };
}

interface FieldSettings {
  readonly provider: string;
  readonly quirks: Quirks;
  readonly warn: Warn;
  readonly names: ToolNames;
}

function encodeFields(
  request: ChatRequest,
  options: JsonObject,
  settings: FieldSettings,
): Record<string, JsonValue> {
  const { quirks, warn } = settings;
  const { maxTokensField = 'max_completion_tokens', seedField = 'seed' } = quirks;
  const unsupported: readonly string[] = quirks.unsupportedFields ?? [];
  const rules = quirks.modelRules === true ? rulesOf(request.model) : otherModel;
  const effort = encodeEffort(chooseEffort(request.reasoningEffort, rules, warn), quirks, warn);
  const rejected = rejectedFields(rules, { ...effort, ...options }.reasoning_effort);
  const fields: Record<string, JsonValue> = {};
  const set = (name: string, value: JsonValue | undefined): void => {
    if (value === undefined) return;
    if (unsupported.includes(name)) warn(`unsupported field omitted: ${name}`);
    else if (rejected.includes(name)) warn(`${name} omitted: the model rejects it`);
    else fields[name] = value;
  };
  const {
    tools,
    tool_choice: toolChoice,
    parallel_tool_calls: parallel,
  } = encodeTools(request, {
    ...settings,
    isThinkingOff: isThinkingOff({ ...effort, ...options }),
  });
  set('temperature', encodeTemperature(request, quirks, warn));
  set('top_p', request.topP);
  if (quirks.topK === true) set('top_k', request.topK);
  else if (request.topK !== undefined) warn('topK omitted: the API has no field for it');
  set(maxTokensField, request.maxOutputTokens);
  set('stop', encodeStop(request, quirks, warn));
  set(seedField, request.seed);
  set('presence_penalty', request.presencePenalty);
  set('frequency_penalty', request.frequencyPenalty);
  for (const [name, value] of Object.entries(effort)) set(name, value);
  // Clients replace `user` with `safety_identifier`.
  const user = options.safety_identifier === request.user ? undefined : request.user;
  set('user', encodeUser(user, warn));
  set('response_format', encodeResponseFormat(request.responseFormat, quirks, warn));
  set('tools', tools);
  set('tool_choice', toolChoice);
  set('parallel_tool_calls', parallel);
  set('metadata', encodeMetadata(request, options, settings));
  return fields;
}

const samplingFields = ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty'];

/** Most models that accept sampling fields only without reasoning do not reason by default. */
function rejectedFields(
  { sampling, stop }: ModelRules,
  effort: JsonValue | undefined,
): readonly string[] {
  const reasons = effort !== undefined && effort !== 'none';
  const hasSampling = sampling === 'always' || (sampling === 'without-reasoning' && !reasons);
  return [...(hasSampling ? [] : samplingFields), ...(stop ? [] : ['stop'])];
}

function encodeTemperature(
  { temperature }: ChatRequest,
  { maxTemperature = 2 }: Quirks,
  warn: Warn,
): number | undefined {
  if (temperature === undefined || temperature <= maxTemperature) return temperature;
  warn(`temperature lowered to ${maxTemperature}, the maximum of the vendor`);
  return maxTemperature;
}

/** Vendors reject an empty list, and empty sequences in it. */
function encodeStop(
  { stop = [] }: ChatRequest,
  { maxStopSequences = 4 }: Quirks,
  warn: Warn,
): readonly string[] | undefined {
  const sequences = stop.filter((sequence) => sequence !== '');
  if (sequences.length > maxStopSequences) {
    warn(`stop sequences after the first ${maxStopSequences} omitted: the vendor rejects more`);
  }
  return sequences.length === 0 ? undefined : sequences.slice(0, maxStopSequences);
}

/** OpenAI rejects `metadata` without `store: true`. Storing is the caller's decision. */
function encodeMetadata(
  { metadata }: ChatRequest,
  options: JsonObject,
  { quirks, warn }: FieldSettings,
): JsonObject | undefined {
  const isAccepted = quirks.metadata === 'always' || options.store === true;
  if (metadata === undefined || isAccepted) return metadata;
  warn('metadata omitted: it needs store: true in the provider options');
  return undefined;
}
