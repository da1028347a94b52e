import type { ChatRequest, JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, optionsOf, ToolNames } from '@understudy/provider-utils';
import { collectWarnings, toWellFormedObject } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { ApiVersion } from './api-version.ts';
import { rulesOf } from './model-rules.ts';
import type { ModelRules } from './model-rules.ts';
import { encodeMessages } from './request/encode-messages.ts';
import {
  addJsonInstruction,
  jsonToolName,
  encodeResponseFormat,
  withoutReasoning,
} from './request/encode-response-format.ts';
import type { EncodedFormat } from './request/encode-response-format.ts';
import { encodeSampling } from './request/encode-sampling.ts';
import { encodeThinking } from './request/encode-thinking.ts';
import type { EncodedThinking } from './request/encode-thinking.ts';
import { addJsonTool, encodeTools } from './request/encode-tools.ts';
import { encodeUser } from './request/encode-user.ts';
import { lacksThinking } from './request/lacks-thinking.ts';
import { limitCacheMarks } from './request/limit-cache-marks.ts';
import { ToolSchemas } from './request/tool-schemas.ts';

/** The options of `encodeMessagesRequest()`. */
export interface EncodeSettings {
  /** The id of the provider. Its entries in `providerOptions` are merged into the body. */
  readonly provider: string;
  /** Whether to request a stream. */
  readonly stream: boolean;
  /** The version of the API. @defaultValue '2023-06-01' */
  readonly apiVersion?: ApiVersion | undefined;
}

/** The result of `encodeMessagesRequest()`. */
export interface EncodedRequest {
  readonly body: JsonObject;
  /** The values for the header `anthropic-beta`: `betas` of the provider options. */
  readonly betas: readonly string[];
  /** Whether the response is the call of a tool. Pass it to the decoder. */
  readonly jsonTool: boolean;
  /** The names of tools in the request by the names that replace them. Undefined if no name was replaced. */
  readonly toolNames: ReadonlyMap<string, string> | undefined;
  /**
   * The names of properties of tools by the names that replace them, by the sent name of the tool. Undefined if no name
   * was replaced. Pass it to the decoder.
   */
  readonly propertyNames: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined;
  /** One message for each part of the request that the format, the model or the version does not support. */
  readonly warnings: readonly string[];
}

/**
 * Encodes a request as the body of `POST /v1/messages`.
 *
 * The entry of the provider in `providerOptions` is merged last, and into `output_config` field by field. It can
 * replace every field except `model`, `messages` and `stream`. If it has `thinking` or an effort, `reasoningEffort` is
 * not sent.
 *
 * @throws ProviderError `unsupported-feature` if the API supports no part of a message
 */
export function encodeMessagesRequest(
  request: ChatRequest,
  { provider, stream, apiVersion = '2023-06-01' }: EncodeSettings,
): EncodedRequest {
  const { warnings, warn } = collectWarnings();
  const { betas, ...options } = optionsOf(request, provider);
  const rules = rulesOf(request.model);
  const formatted = hasOwnFormat(options) ? { ...request, responseFormat: undefined } : request;
  const format = encodeResponseFormat(formatted, rules, warn);
  const names = new ToolNames(
    request,
    maxToolNameLength,
    format.jsonTool ? jsonToolName : undefined,
  );
  const schemas = new ToolSchemas(request.tools ?? [], names);
  const { system: ownSystem, messages } = encodeMessages(request.messages, {
    provider,
    names,
    schemas,
    warn,
    unsignedThinking: rules.unsignedThinking,
    systemMessages: rules.systemMessages,
    requiredThinking: rules.requiredThinking,
    trimsEnd: rules.thinking !== 'adaptive',
  });
  const system = addJsonInstruction(ownSystem, formatted.responseFormat, rules);
  const fields = encodeFields(request, {
    format,
    rules,
    options,
    provider,
    apiVersion,
    names,
    schemas,
    lacksThinking: lacksThinking(messages),
    warn,
  });
  const { output_config: outputConfig, ...others } = options;
  const body = {
    ...fields,
    ...(system !== undefined && { system }),
    ...others,
    ...mergeOutputConfig(fields.output_config, outputConfig),
    model: request.model,
    messages,
    ...(stream && { stream }),
  };
  return {
    body: toWellFormedObject(limitCacheMarks(body, warn), warn),
    betas: readTexts(betas),
    jsonTool: format.jsonTool !== undefined,
    toolNames: names.replaced,
    propertyNames: schemas.replaced,
    warnings,
  };
}

const maxToolNameLength = 128;

interface FieldSettings {
  readonly format: EncodedFormat;
  readonly rules: ModelRules;
  readonly options: JsonObject;
  readonly provider: string;
  readonly apiVersion: ApiVersion;
  readonly names: ToolNames;
  readonly schemas: ToolSchemas;
  readonly lacksThinking: boolean;
  readonly warn: Warn;
}

function encodeFields(request: ChatRequest, settings: FieldSettings): JsonObject {
  const { format, rules, options, provider, apiVersion, names, schemas, warn } = settings;
  const { user, maxOutputTokens = rules.maxOutputTokens } = request;
  const stop = encodeStop(request, warn);
  const reasoned = format.jsonTool ? withoutReasoning(request, warn) : request;
  const thinking = hasOwnThinking(options)
    ? {}
    : encodeThinking(
        reasoned.reasoningEffort,
        { rules, maxTokens: maxOutputTokens, lacksThinking: settings.lacksThinking },
        warn,
      );
  const requested = thinking.thinking ?? options.thinking;
  const type = isJsonObject(requested) ? requested.type : undefined;
  const toolRules = { ...rules, hasThinkingBudget: type === 'enabled' };
  const jsonToolSettings = { ...toolRules, toolChoice: request.toolChoice, warn };
  const tools = encodeTools(request, toolRules, { provider, names, schemas, warn });
  const sampling = encodeSampling(
    request,
    { accepted: rules.sampling && apiVersion === '2023-06-01', thinks: isThinking(type) },
    warn,
  );
  warnUnsupported(request, warn);
  return {
    max_tokens: maxOutputTokens,
    ...sampling,
    ...(stop.length > 0 && { stop_sequences: stop }),
    ...(user !== undefined && { metadata: { user_id: encodeUser(user, warn) } }),
    ...tools,
    ...(format.jsonTool && addJsonTool(tools, format.jsonTool, jsonToolSettings)),
    ...(thinking.thinking && { thinking: thinking.thinking }),
    ...encodeOutputConfig(thinking, format),
  };
}

/** The API rejects sequences of white space. */
function encodeStop({ stop = [] }: ChatRequest, warn: Warn): readonly string[] {
  const sequences = stop.filter((sequence) => sequence.trim() !== '');
  if (sequences.length < stop.length)
    warn('stop sequences of white space omitted: the API rejects them');
  return sequences;
}

function encodeOutputConfig({ effort }: EncodedThinking, { format }: EncodedFormat): JsonObject {
  if (effort === undefined && !format) return {};
  return { output_config: { ...(effort && { effort }), ...(format && { format }) } };
}

function mergeOutputConfig(
  encoded: JsonValue | undefined,
  option: JsonValue | undefined,
): JsonObject {
  if (option === undefined) return {};
  return {
    output_config:
      isJsonObject(encoded) && isJsonObject(option) ? { ...encoded, ...option } : option,
  };
}

function hasOwnThinking({ thinking, output_config: outputConfig }: JsonObject): boolean {
  const effort = isJsonObject(outputConfig) ? outputConfig.effort : undefined;
  return thinking !== undefined || effort !== undefined;
}

/** The earlier form of `output_config.format`. The API rejects both together. */
function hasOwnFormat({ output_format: format }: JsonObject): boolean {
  return format !== undefined;
}

function isThinking(type: JsonValue | undefined): boolean {
  return type === 'enabled' || type === 'adaptive';
}

function warnUnsupported(request: ChatRequest, warn: Warn): void {
  const { seed, presencePenalty, frequencyPenalty, metadata } = request;
  const settings = { seed, presencePenalty, frequencyPenalty, metadata };
  for (const [name, value] of Object.entries(settings)) {
    if (value !== undefined) warn(`${name} omitted: the API has no field for it`);
  }
}

function readTexts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
