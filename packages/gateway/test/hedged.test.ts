import { createUnderstudy } from '@understudy/core';
import { startAnthropicEmulator } from '@understudy/emulator';
import { createGateway } from '@understudy/gateway';
import { anthropic } from '@understudy/provider-anthropic';
import { expect, it } from 'vitest';

const response = { reasoning: 'Let me think.', text: 'The first target has answered.' };

it.each([false, true])(
  'returns all of the target that outpaces a later attempt, with its signature (stream: %s)',
  async (stream) => {
    await using first = await startAnthropicEmulator({
      rules: [{ when: /./s, response }],
      firstChunkMs: 150,
    });
    await using stalled = await startAnthropicEmulator({ faults: ['stall-after-headers'] });
    await using understudy = createUnderstudy({
      providers: [
        anthropic({ id: 'first', apiKey: 'key', baseUrl: first.baseUrl }),
        anthropic({ id: 'stalled', apiKey: 'key', baseUrl: stalled.baseUrl }),
      ],
      chains: {
        support: {
          targets: ['first/claude-sonnet-5', 'stalled/claude-opus-5'],
          hedge: { afterMs: 10 },
        },
      },
    });
    await using gateway = createGateway({ understudy });
    const url = await gateway.listen({ port: 0 });
    const answer = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'support',
        max_tokens: 4000,
        thinking: { type: 'adaptive' },
        messages: [{ role: 'user', content: 'Think about it.' }],
        stream,
      }),
    });
    const body = await answer.text();
    expect(stalled.requests).toHaveLength(1);
    const texts = [...body.matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text);
    expect(texts.join('')).toBe(response.text);
    const [, sealed = ''] = /us1\.([\w-]+)/.exec(body) ?? [];
    expect(JSON.parse(Buffer.from(sealed, 'base64url').toString())).toMatchObject({
      origin: 'first',
      model: 'claude-sonnet-5',
    });
  },
);
