import { Anthropic } from '@anthropic-ai/sdk';
import { expect, it } from 'vitest';

import { startFixture } from './fixture.ts';

const question = { role: 'user', content: 'Think about it.' } as const;
const thinking = { type: 'adaptive' } as const;

async function ask(
  url: string,
  model: string,
  messages: Anthropic.MessageParam[],
): Promise<Anthropic.Message> {
  const client = new Anthropic({ apiKey: 'any', baseURL: url });
  const stream = client.messages.stream({ model, messages, max_tokens: 4000, thinking });
  return stream.finalMessage();
}

function signatureOf({ content }: Anthropic.Message): string {
  const block = content.find(({ type }) => type === 'thinking');
  return block?.type === 'thinking' ? block.signature : '';
}

it('returns a signature to the model that created it, and to no other', async () => {
  await using fixture = await startFixture({ thinks: true });
  const first = await ask(fixture.url, 'anthropic/claude-sonnet-5', [question]);
  expect(signatureOf(first)).toMatch(/^us1\./);
  const conversation: Anthropic.MessageParam[] = [
    question,
    { role: 'assistant', content: first.content },
    { role: 'user', content: 'Go on.' },
  ];
  await ask(fixture.url, 'anthropic/claude-sonnet-5', conversation);
  const [original, same] = fixture.backup.requests;
  expect(same?.status).toBe(200);
  const sent = JSON.stringify(same?.body);
  expect(sent).toContain('"thinking":"');
  expect(sent).not.toContain('us1.');
  await ask(fixture.url, 'anthropic/claude-opus-5', conversation);
  const other = fixture.backup.requests.at(-1);
  expect(other?.status).toBe(200);
  expect(JSON.stringify(other?.body)).not.toMatch(/"signature"/);
  await ask(fixture.url, 'openai/gpt-5-mini', conversation);
  expect(JSON.stringify(fixture.primary.requests.at(-1)?.body)).not.toMatch(/signature|us1\./);
  expect(original?.status).toBe(200);
});

it('sends a signature that it has not sealed to targets with the format of the client only', async () => {
  await using fixture = await startFixture();
  const conversation: Anthropic.MessageParam[] = [
    question,
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 'of-another-gateway' },
        { type: 'text', text: 'Done.' },
      ],
    },
    { role: 'user', content: 'Go on.' },
  ];
  await ask(fixture.url, 'openai/gpt-5-mini', conversation);
  expect(JSON.stringify(fixture.primary.requests[0]?.body)).not.toContain('of-another-gateway');
  await ask(fixture.url, 'anthropic/claude-sonnet-5', conversation).catch(() => {});
  expect(JSON.stringify(fixture.backup.requests[0]?.body)).toContain('of-another-gateway');
});
