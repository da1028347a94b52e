import type { ChatRequest, ResponseFormat, ToolChoice, ToolDefinition } from '@understudy/core';

import type { EncodingSettings } from './encode-messages.ts';
import { encodeMessages, encodeOptions } from './encode-messages.ts';

/** The options of a call, and what they do not contain. */
export interface EncodedCall {
  readonly options: object;
  readonly warnings: readonly string[];
}

/** Returns the options of a call without its signal and headers. */
export function encodeRequest(request: ChatRequest, settings: EncodingSettings): EncodedCall {
  const { reasoningEffort, tools, toolChoice, responseFormat } = request;
  const unsupported = findUnsupported(request, settings);
  return {
    options: {
      prompt: encodeMessages(request.messages, settings),
      maxOutputTokens: request.maxOutputTokens,
      temperature: request.temperature,
      topP: request.topP,
      topK: request.topK,
      presencePenalty: request.presencePenalty,
      frequencyPenalty: request.frequencyPenalty,
      seed: request.seed,
      stopSequences: request.stop,
      ...(settings.version === 'v4' && reasoningEffort && { reasoning: reasoningEffort }),
      ...(tools && { tools: tools.map((tool) => encodeTool(tool, settings)) }),
      ...(toolChoice && { toolChoice: encodeToolChoice(toolChoice) }),
      ...(responseFormat && { responseFormat: encodeFormat(responseFormat) }),
      ...encodeOptions(request, settings),
    },
    warnings:
      unsupported.length === 0 ? [] : [`unsupported settings ignored: ${unsupported.join(', ')}`],
  };
}

/** The settings that calls of the AI SDK do not have. */
function findUnsupported(request: ChatRequest, { version }: EncodingSettings): readonly string[] {
  const { reasoningEffort, parallelToolCalls, user, metadata } = request;
  const settings = {
    reasoningEffort: version === 'v4' ? undefined : reasoningEffort,
    parallelToolCalls,
    user,
    metadata,
  };
  return Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

function encodeTool(tool: ToolDefinition, settings: EncodingSettings): object {
  const { name, description, inputSchema, strict } = tool;
  return {
    type: 'function',
    name,
    inputSchema,
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
    ...encodeOptions(tool, settings),
  };
}

function encodeToolChoice(choice: ToolChoice): object {
  return typeof choice === 'string' ? { type: choice } : { type: 'tool', toolName: choice.name };
}

function encodeFormat(format: ResponseFormat): object {
  if (format.type === 'text') return { type: 'text' };
  const { name, schema } = format;
  return {
    type: 'json',
    ...(name !== undefined && { name }),
    ...(schema !== undefined && { schema }),
  };
}
