import { describe, expect, it } from 'vitest';

import { anthropicProtocol } from './bad-input/anthropic.ts';
import { chat } from './bad-input/chat.ts';
import { describeOutcome } from './bad-input/describe-outcome.ts';
import { googleProtocol } from './bad-input/google.ts';
import { ollamaProtocol } from './bad-input/ollama.ts';
import { responsesProtocol } from './bad-input/responses.ts';

const protocols = [anthropicProtocol, googleProtocol, ollamaProtocol, responsesProtocol];

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
