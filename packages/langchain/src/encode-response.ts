import type { AIMessageFields, UsageMetadata } from '@langchain/core/messages';
import type { ChatResponse, JsonObject, ToolCall, Usage } from '@understudy/core';
import { isJsonObject, parseJson } from '@understudy/core/internal';

import { encodeParts, partsKey } from './message-parts.ts';

/**
 * Returns what the end of a response adds to its text and its tool calls. The type has no `usage_metadata`, because
 * that of LangChain is `never` with the compiler option `exactOptionalPropertyTypes`.
 */
export function encodeEnd(
  response: ChatResponse,
): Required<Pick<AIMessageFields, 'additional_kwargs' | 'response_metadata'>> {
  const { provider, model, finishReason, attempts, warnings, providerMetadata, message } = response;
  const usage = encodeUsage(response.usage);
  return {
    additional_kwargs: { [partsKey]: { parts: encodeParts(message.content) } },
    response_metadata: {
      finish_reason: finishReason,
      model_provider: provider,
      model_name: model,
      attempts,
      ...(warnings.length > 0 && { warnings }),
      ...(Object.keys(providerMetadata).length > 0 && { provider_metadata: providerMetadata }),
    },
    ...(usage && { usage_metadata: usage }),
  };
}

/** Returns the tool calls of a complete response. Those that cannot be run are invalid. */
export function encodeToolCalls(
  calls: readonly ToolCall[],
): Required<Pick<AIMessageFields, 'tool_calls' | 'invalid_tool_calls'>> {
  return {
    tool_calls: calls.flatMap((call) => {
      const { id, name } = call;
      const args = readArguments(call);
      return args ? [{ type: 'tool_call', id, name, args: { ...args } }] : [];
    }),
    invalid_tool_calls: calls
      .filter((call) => !readArguments(call))
      .map(({ id, name, argumentsText, incomplete }) => ({
        type: 'invalid_tool_call',
        id,
        name,
        args: argumentsText,
        error:
          incomplete === true ? 'The response ended inside the arguments.' : 'Not a JSON object.',
      })),
  };
}

/**
 * Returns the arguments of a call, or undefined if it cannot be run. A tool without parameters can have no arguments.
 */
export function readArguments({
  argumentsText,
  incomplete,
}: Pick<ToolCall, 'argumentsText' | 'incomplete'>): JsonObject | undefined {
  if (incomplete === true) return undefined;
  const input = argumentsText.trim() === '' ? {} : parseJson(argumentsText);
  return isJsonObject(input) ? input : undefined;
}

/** LangChain has no unknown counts, so that a usage without both counts is left out. */
function encodeUsage(usage: Usage | undefined): UsageMetadata | undefined {
  const { inputTokens, outputTokens, cachedInputTokens, reasoningTokens } = usage ?? {};
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(cachedInputTokens !== undefined && {
      input_token_details: { cache_read: cachedInputTokens },
    }),
    ...(reasoningTokens !== undefined && { output_token_details: { reasoning: reasoningTokens } }),
  };
}
