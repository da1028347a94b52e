import type {
  ChatInput,
  ChatOptions,
  ChatSettings,
  ResponseFormatInput,
  ToolChoice,
  ToolInput,
} from '@understudy/core';
import { assertKnownNames, invalidType, isJsonObject, isRecord } from '@understudy/core/internal';
import type { WireFormat } from '@understudy/core/provider';

import type {
  CallOptions,
  CallResponseFormat,
  FunctionTool,
  ProviderTool,
} from '../specification/call-options.ts';
import type { CallWarning } from '../specification/language-model.ts';
import { CallContext } from './call-context.ts';
import { decodeOptions, namespace } from './part-origin.ts';
import { decodePrompt } from './prompt/decode-prompt.ts';
import { forbidsParallelCalls } from './vendor-options.ts';

/** A call of a model as a chat. */
export interface DecodedCall {
  readonly input: ChatInput;
  readonly options: ChatOptions;
  /** What the chat does not contain. */
  readonly warnings: readonly CallWarning[];
}

/**
 * Returns the chat for a call.
 *
 * @throws UnsupportedFunctionalityError for a file that is stored at one vendor; ConfigurationError for an unknown
 * field of `providerOptions.understudy`
 */
export function decodeCall(
  model: string,
  call: CallOptions,
  wireFormats: ReadonlyMap<string, WireFormat>,
): DecodedCall {
  const context = new CallContext(wireFormats);
  const { settings, options } = readOwnOptions(call.providerOptions?.[namespace]);
  const input: ChatInput = {
    model,
    messages: decodePrompt(call.prompt, context),
    ...decodeTools(call.tools, context),
    ...decodeSettings(call, context),
    ...settings,
  };
  return {
    input,
    options: {
      ...options,
      signal: call.abortSignal,
      headers: withoutUndefined(call.headers),
      includeRaw: call.includeRawChunks,
    },
    warnings: context.warnings,
  };
}

function decodeSettings(call: CallOptions, context: CallContext): Partial<ChatInput> {
  const { reasoning, responseFormat } = call;
  return {
    maxOutputTokens: call.maxOutputTokens,
    temperature: call.temperature,
    topP: call.topP,
    topK: call.topK,
    presencePenalty: call.presencePenalty,
    frequencyPenalty: call.frequencyPenalty,
    seed: call.seed,
    stop: call.stopSequences,
    reasoningEffort: reasoning === 'provider-default' ? undefined : reasoning,
    toolChoice: decodeToolChoice(call, context),
    parallelToolCalls: decodeParallelCalls(call, context),
    responseFormat: responseFormat && decodeFormat(responseFormat, context),
    ...decodeOptions(call.providerOptions, context),
  };
}

function decodeParallelCalls(
  { providerOptions = {} }: CallOptions,
  { wireFormats }: CallContext,
): boolean | undefined {
  const isForbidden = Object.entries(providerOptions).some(
    ([name, options]) =>
      isJsonObject(options) && forbidsParallelCalls(options, wireFormats.get(name)),
  );
  return isForbidden ? false : undefined;
}

/** A vendor would reject the choice of a tool that is not sent. */
function decodeToolChoice(
  { tools = [], toolChoice }: CallOptions,
  context: CallContext,
): ToolChoice | undefined {
  if (toolChoice?.type !== 'tool') return toolChoice?.type;
  const name = toolChoice.toolName;
  if (!tools.some((tool) => tool.type === 'provider' && tool.name === name)) return { name };
  context.addUnsupported(`toolChoice ${name}`);
  return undefined;
}

function decodeFormat(format: CallResponseFormat, context: CallContext): ResponseFormatInput {
  if (format.type === 'text') return format;
  const { type, name, schema, description } = format;
  if (description !== undefined) context.addUnsupported('responseFormat.description');
  return { type, name, schema };
}

function decodeTools(
  tools: readonly (FunctionTool | ProviderTool)[] | undefined,
  context: CallContext,
): Pick<ChatInput, 'tools'> {
  if (tools === undefined || tools.length === 0) return {};
  return { tools: tools.flatMap((tool) => decodeTool(tool, context)) };
}

function decodeTool(tool: FunctionTool | ProviderTool, context: CallContext): readonly ToolInput[] {
  if (tool.type === 'provider') {
    context.addUnsupported(`provider tool ${tool.id}`);
    return [];
  }
  const { name, description, inputSchema, strict, inputExamples, providerOptions } = tool;
  if (inputExamples !== undefined) context.addUnsupported('inputExamples');
  return [{ name, description, inputSchema, strict, ...decodeOptions(providerOptions, context) }];
}

function withoutUndefined(headers: CallOptions['headers'] = {}): Readonly<Record<string, string>> {
  const defined = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(defined);
}

/** The settings of a chat that calls of the AI SDK do not have. */
export type OwnSettings = Pick<ChatSettings, 'parallelToolCalls' | 'effects' | 'user' | 'metadata'>;

/** The options of a chat that calls of the AI SDK do not have. */
export type OwnOptions = Pick<
  ChatOptions,
  'timeouts' | 'deadlineMs' | 'retry' | 'maxAttempts' | 'affinity'
>;

const settingNames: readonly string[] = Object.keys({
  parallelToolCalls: true,
  effects: true,
  user: true,
  metadata: true,
} satisfies Record<keyof OwnSettings, true>);

const optionNames: readonly string[] = Object.keys({
  timeouts: true,
  deadlineMs: true,
  retry: true,
  maxAttempts: true,
  affinity: true,
} satisfies Record<keyof OwnOptions, true>);

/** Core reads the values. */
function readOwnOptions(own: unknown = {}): {
  readonly settings: OwnSettings;
  readonly options: OwnOptions;
} {
  if (!isRecord(own)) throw invalidType(`providerOptions.${namespace}`, 'an object', own);
  assertKnownNames(own, [...settingNames, ...optionNames], `providerOptions.${namespace}.`);
  return { settings: pick(own, settingNames), options: pick(own, optionNames) };
}

function pick(own: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(own).filter(([name]) => names.includes(name)));
}
