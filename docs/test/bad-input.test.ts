import { isUnderstudyError } from '@understudy/core';
import type { AssistantPart, ChatResponse, UnderstudyError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { anthropicProtocol } from './bad-input/anthropic.ts';
import { chat } from './bad-input/chat.ts';
import { googleProtocol } from './bad-input/google.ts';
import { ollamaProtocol } from './bad-input/ollama.ts';
import type { Outcome } from './bad-input/protocol.ts';
import { responsesProtocol } from './bad-input/responses.ts';

const protocols = [anthropicProtocol, googleProtocol, ollamaProtocol, responsesProtocol];

function describeOutcome(result: ChatResponse | UnderstudyError): Outcome {
  if (isUnderstudyError(result)) return { code: result.code };
  const { content } = result.message;
  const parts: readonly AssistantPart[] = typeof content === 'string' ? [] : content;
  return {
    finish: result.finishReason,
    text: result.text,
    signatures: parts.flatMap(({ signature }) => signature?.length ?? []),
    calls: result.toolCalls.map(({ argumentsText, incomplete }) => ({
      argumentsText,
      ...(incomplete === true && { incomplete }),
    })),
    ...(result.usage?.inputTokens !== undefined && { inputTokens: result.usage.inputTokens }),
  };
}

describe.each(protocols)('bad input from $label', (protocol) => {
  const inputs = Object.entries(protocol.inputs).flatMap(([name, input]) =>
    typeof input === 'string' ? [] : [{ name, body: input[0], outcome: input[1] }],
  );

  it.each(inputs)('$name has its outcome', async ({ body, outcome }) => {
    const results = await Promise.all(
      [body.length, 1009].map(async (size) => describeOutcome(await chat(protocol, body, size))),
    );
    expect(results[0]).toMatchObject(outcome);
    expect(results[1]).toEqual(results[0]);
  });

  it.each(['sk-first\nsecond', 'sk-first\r', '', 'sk\u0000key'])(
    'rejects the key %j before a request, and does not show it',
    (apiKey) => {
      const define = (): unknown => protocol.define('http://127.0.0.1:9', apiKey);
      expect(define).toThrow(expect.objectContaining({ code: 'invalid-configuration' }));
      expect(define).not.toThrow(/first|sk/);
    },
  );
});
