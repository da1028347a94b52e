import type { ChatRequest, JsonObject, JsonValue, Message } from '@understudy/core/provider';
import { optionsOf, ToolNames } from '@understudy/provider-utils';
import { collectWarnings, toName, toWellFormedObject } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { EncodedRequest, EncodeSettings } from '../encode-chat-request.ts';
import { chooseEffort, rulesOf } from '../model-rules.ts';
import type { ModelRules } from '../model-rules.ts';
import { encodeUser } from '../request/encode-user.ts';
import { completeSchema } from '../request/schema/complete-schema.ts';
import { isStrictSchema } from '../request/schema/is-strict-schema.ts';
import { encodeItems } from './request/encode-items.ts';
import { encodeEffort, encodeSampling } from './request/encode-reasoning.ts';
import { encodeTools } from './request/encode-tools.ts';
import { mergeOption } from './request/merge-option.ts';

/**
 * Encodes a request as the body of `POST /responses`. The vendor does not store the response: `store` is false, and
 * models that reason return their reasoning encrypted.
 *
 * The entry of the provider in `providerOptions` is merged last: `reasoning`, `text` and `include` by their content,
 * every other field replaces the encoded one, except `model`, `input` and `stream`. Of the quirks, `systemRole`,
 * `maxToolCallIdLength`, `shortToolCallIds` and `unsupportedFields` are used.
 *
 * @throws ProviderError `unsupported-feature` if the API supports no part of a message
 */
export function encodeResponsesRequest(
  request: ChatRequest,
  { provider, stream, quirks = {} }: EncodeSettings,
): EncodedRequest {
  const { warnings, warn } = collectWarnings();
  const { model } = request;
  const rules = rulesOf(model);
  const names = new ToolNames(request);
  const systemRole = quirks.systemRole ?? (rules.reasons === true ? 'developer' : 'system');
  const settings = { provider, model, quirks, warn, names, systemRole };
  const input = encodeItems(addJsonInstruction(request), settings);
  const options = optionsOf(request, provider);
  const fields = encodeFields(request, { provider, options, rules, names, warn });
  const { reasoning, text, include, ...others } = options;
  const body = withoutUnsupported(
    {
      ...fields,
      store: false,
      ...others,
      reasoning: mergeOption(fields.reasoning, reasoning),
      text: mergeOption(fields.text, text),
      include: mergeOption(fields.include, include),
      model,
      input,
      stream,
    },
    quirks.unsupportedFields ?? [],
    warn,
  );
  return { body: toWellFormedObject(body, warn), warnings, toolNames: names.replaced };
}

interface FieldSettings {
  readonly provider: string;
  readonly options: JsonObject;
  readonly rules: ModelRules;
  readonly names: ToolNames;
  readonly warn: Warn;
}

type Fields = Readonly<Record<string, JsonValue | undefined>>;

function encodeFields(
  request: ChatRequest,
  { provider, options, rules, names, warn }: FieldSettings,
): Fields {
  const ownEffort = optionEffort(options);
  const effort =
    ownEffort === undefined ? chooseEffort(request.reasoningEffort, rules, warn) : undefined;
  const usedEffort = ownEffort ?? effort;
  const reasons = rules.reasons ?? (usedEffort !== undefined && usedEffort !== 'none');
  const acceptsSampling =
    rules.sampling === 'always' ||
    (rules.sampling === 'without-reasoning' && usedEffort === 'none');
  warnUnsupported(request, warn);
  return {
    ...encodeTools(request, { provider, names, warn }),
    ...encodeSampling(request, acceptsSampling, warn),
    max_output_tokens: encodeMaxTokens(request, warn),
    reasoning: encodeEffort(effort),
    text: encodeFormat(request),
    include: reasons ? ['reasoning.encrypted_content'] : undefined,
    safety_identifier: encodeUser(request.user, warn),
    metadata: request.metadata,
  };
}

function optionEffort({ reasoning }: JsonObject): JsonValue | undefined {
  return typeof reasoning === 'object' && reasoning !== null && 'effort' in reasoning
    ? reasoning.effort
    : undefined;
}

const minTokens = 16;

function encodeMaxTokens({ maxOutputTokens }: ChatRequest, warn: Warn): number | undefined {
  if (maxOutputTokens === undefined || maxOutputTokens >= minTokens) return maxOutputTokens;
  warn(`maxOutputTokens raised to ${minTokens}, the minimum of the API`);
  return minTokens;
}

/** A schema is sent with `strict: true` if it meets OpenAI's requirements. */
function encodeFormat({ responseFormat: format }: ChatRequest): JsonObject | undefined {
  if (format?.type !== 'json') return format && { format: { type: 'text' } };
  if (!format.schema) return { format: { type: 'json_object' } };
  const name = toName(format.name ?? '', 'response').slice(0, 64);
  const schema = completeSchema(format.schema);
  return { format: { type: 'json_schema', name, schema, strict: isStrictSchema(schema) } };
}

/** The API rejects `json_object` unless a message contains the word "json". */
function addJsonInstruction({ messages, responseFormat }: ChatRequest): readonly Message[] {
  const needsWord = responseFormat?.type === 'json' && !responseFormat.schema;
  if (!needsWord || messages.some(mentionsJson)) return messages;
  return [{ role: 'system', content: 'Respond with JSON.' }, ...messages];
}

function mentionsJson({ role, content }: Message): boolean {
  if (typeof content === 'string') return /json/i.test(content);
  if (role === 'tool') return false;
  return content.some((part) => part.type === 'text' && /json/i.test(part.text));
}

function warnUnsupported(request: ChatRequest, warn: Warn): void {
  const { topK, stop = [], seed, presencePenalty, frequencyPenalty } = request;
  const [firstStop] = stop;
  const settings = { topK, stop: firstStop, seed, presencePenalty, frequencyPenalty };
  for (const [name, value] of Object.entries(settings)) {
    if (value !== undefined) warn(`${name} omitted: the API has no field for it`);
  }
}

/** The names of the quirk are those of chat completions. */
const fieldNames: Readonly<Record<string, string>> = {
  reasoning_effort: 'reasoning',
  user: 'safety_identifier',
};

/** Returns the fields that have a value, without those that the vendor does not support. */
function withoutUnsupported(
  fields: Fields,
  unsupported: readonly string[],
  warn: Warn,
): JsonObject {
  const omitted = unsupported.map((name) => fieldNames[name] ?? name);
  const body: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (omitted.includes(name)) warn(`unsupported field omitted: ${name}`);
    else body[name] = value;
  }
  return body;
}
