import type { ChatRequest, JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, optionsOf, ToolNames } from '@understudy/provider-utils';
import { collectWarnings, toWellFormedObject } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import { rulesOf } from './model-rules.ts';
import { encodeSettings } from './request/encode-config.ts';
import { encodeContents } from './request/encode-contents.ts';
import { encodeResponseFormat, jsonToolName } from './request/encode-response-format.ts';
import type { EncodedFormat } from './request/encode-response-format.ts';
import { encodeThinking } from './request/encode-thinking.ts';
import { encodeTools } from './request/encode-tools.ts';
import type { Encoding } from './request/encoding.ts';

/** The result of `encodeChatRequest()`. */
export interface EncodedRequest {
  /** Write it with `JSON.stringify`. */
  readonly body: JsonObject;
  /** Whether the response can be the call of a tool. Pass it to the decoder. */
  readonly jsonTool: boolean;
  /** The names of tools in the request by the names that replace them. Undefined if no name was replaced. */
  readonly toolNames: ReadonlyMap<string, string> | undefined;
  /** One message for each part of the request that the API or the model does not support. */
  readonly warnings: readonly string[];
}

/**
 * Encodes a request as the body of `generateContent`.
 *
 * The entry of the provider in `providerOptions` is merged last: into `generationConfig` and `toolConfig` field by
 * field, and its `tools` are added. It can replace every field except `contents`. If it has a `thinkingConfig` with a
 * level or a budget, `reasoningEffort` is not sent.
 */
export function encodeChatRequest(request: ChatRequest, provider: string): EncodedRequest {
  const { warnings, warn } = collectWarnings();
  const rules = rulesOf(request.model);
  const format = encodeResponseFormat(request, { rules, warn });
  const names = new ToolNames(request, undefined, format.jsonTool ? jsonToolName : undefined);
  const encoding: Encoding = { provider, rules, names, warn };
  const options = optionsOf(request, provider);
  const { contents, systemInstruction } = encodeContents(request.messages, encoding);
  const { tools, toolConfig } = encodeToolFields(request, format, encoding);
  const generationConfig = encodeConfig(request, format, options, encoding);
  const serverTools = readList(options.tools);
  const allTools = [...tools, ...serverTools];
  const reportsTools = encoding.rules.serverToolParts && tools.length > 0 && serverTools.length > 0;
  warnUnsupported(request, warn);
  const body = {
    ...(systemInstruction && { systemInstruction }),
    ...options,
    ...(allTools.length > 0 && { tools: allTools }),
    ...merge(
      'toolConfig',
      // The API rejects tools of both kinds without it.
      { ...toolConfig, ...(reportsTools && { includeServerSideToolInvocations: true }) },
      options.toolConfig,
    ),
    ...merge('generationConfig', generationConfig, options.generationConfig),
    contents,
  };
  return {
    body: toWellFormedObject(body, warn),
    jsonTool: format.jsonTool !== undefined,
    toolNames: names.replaced,
    warnings,
  };
}

/** The API rejects tools beside JSON for some models, also if they must not be called. */
function encodeToolFields(
  request: ChatRequest,
  { config, jsonTool }: EncodedFormat,
  encoding: Encoding,
): ReturnType<typeof encodeTools> {
  const isJson = config.responseMimeType !== undefined;
  if (isJson && request.toolChoice === 'none') return { tools: [] };
  const encoded = encodeTools(request, encoding);
  if (!jsonTool) return encoded;
  const [declared] = encoded.tools;
  const declarations = readList(declared?.functionDeclarations);
  return {
    tools: [{ functionDeclarations: [jsonTool, ...declarations] }],
    toolConfig: { functionCallingConfig: { mode: 'ANY' } },
  };
}

function encodeConfig(
  request: ChatRequest,
  { config }: EncodedFormat,
  options: JsonObject,
  { rules, warn }: Encoding,
): JsonObject {
  const { reasoningEffort, maxOutputTokens } = request;
  const own = isJsonObject(options.generationConfig) ? options.generationConfig.thinkingConfig : {};
  const thinking = isJsonObject(own) ? own : {};
  const isSet = thinking.thinkingLevel !== undefined || thinking.thinkingBudget !== undefined;
  const encoded = isSet ? undefined : encodeThinking(reasoningEffort, rules, maxOutputTokens, warn);
  return {
    ...encodeSettings(request, rules, warn),
    ...config,
    ...(encoded && { thinkingConfig: { ...encoded, ...thinking } }),
  };
}

/** Merges an option into an encoded object, which is omitted if it is empty. */
function merge(name: string, encoded: JsonObject, option: JsonValue | undefined): JsonObject {
  if (option !== undefined && !isJsonObject(option)) return { [name]: option };
  const { thinkingConfig, ...rest } = { ...option };
  const merged = { ...encoded, ...rest };
  const thinking = encoded.thinkingConfig ?? thinkingConfig;
  const all = { ...merged, ...(thinking !== undefined && { thinkingConfig: thinking }) };
  return Object.keys(all).length === 0 ? {} : { [name]: all };
}

function warnUnsupported({ user, metadata, messages }: ChatRequest, warn: Warn): void {
  for (const [name, value] of Object.entries({ user, metadata })) {
    if (value !== undefined) warn(`${name} omitted: the API has no field for it`);
  }
  if (messages.some(({ role, providerOptions }) => role !== 'tool' && providerOptions)) {
    warn('providerOptions of a message omitted: the API has no fields for them');
  }
}

function readList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
