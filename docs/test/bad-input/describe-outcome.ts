import { isUnderstudyError } from '@understudy/core';
import type { AssistantPart, ChatResponse, UnderstudyError } from '@understudy/core';

import type { Outcome } from './protocol.ts';

/** Returns what the tests compare of a response or an error. */
export function describeOutcome(result: ChatResponse | UnderstudyError): Outcome {
  if (isUnderstudyError(result)) return { code: result.code };
  const { content } = result.message;
  const parts: readonly AssistantPart[] = typeof content === 'string' ? [] : content;
  return {
    finish: result.finishReason,
    text: result.text,
    ...(result.reasoning !== undefined && { reasoning: result.reasoning }),
    signatures: parts.flatMap(({ signature }) => signature?.length ?? []),
    calls: result.toolCalls.map(({ argumentsText, incomplete }) => ({
      argumentsText,
      ...(incomplete === true && { incomplete }),
    })),
    ...(result.usage?.inputTokens !== undefined && { inputTokens: result.usage.inputTokens }),
  };
}
