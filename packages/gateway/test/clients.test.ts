import { Anthropic } from '@anthropic-ai/sdk';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';

import { completeClients, streamClients } from './clients.ts';
import { backupText, primaryText, startFixture } from './fixture.ts';

describe.each([
  ['streamed', streamClients],
  ['complete', completeClients],
] as const)('%s', (_form, clients) => {
  it.each(Object.entries(clients))('%s reads the text of the chain', async (_name, send) => {
    await using fixture = await startFixture();
    expect(await send(fixture.url)).toBe(primaryText);
    fixture.primary.setFaults(['server-error']);
    expect(await send(fixture.url)).toBe(backupText);
    expect(fixture.primary.requests).toHaveLength(2);
    expect(fixture.backup.requests).toHaveLength(1);
  });
});

it('streams reasoning as the client of the Responses API expects it', async () => {
  await using fixture = await startFixture({
    primary: { rules: [{ when: /./s, response: { reasoning: 'Hm.', text: primaryText } }] },
  });
  const client = new OpenAI({ apiKey: 'any', baseURL: `${fixture.url}/v1` });
  const stream = client.responses.stream({ model: 'support', input: 'Hi' });
  const { output, output_text: text } = await stream.finalResponse();
  expect(text).toBe(primaryText);
  expect(output[0]).toMatchObject({ type: 'reasoning', summary: [{ text: 'Hm.' }] });
});

it('returns token counts in the forms of each API', async () => {
  await using fixture = await startFixture();
  const openAi = new OpenAI({ apiKey: 'any', baseURL: `${fixture.url}/v1` });
  const messages: { role: 'user'; content: string }[] = [{ role: 'user', content: 'Hi' }];
  const stream = await openAi.chat.completions.create({
    model: 'support',
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 1 } });
  const anthropic = new Anthropic({ apiKey: 'any', baseURL: fixture.url });
  const message = await anthropic.messages
    .stream({ model: 'support', messages, max_tokens: 100 })
    .finalMessage();
  expect(message.usage).toMatchObject({ input_tokens: 1 });
  expect(message.usage.output_tokens).toBeGreaterThan(0);
});

it('runs tools with the runner of the client of Anthropic, which continues stored threads', async () => {
  const toolCalls = [{ name: 'paint', arguments: { wall: 2 } }];
  const rules = [{ when: /./s, response: { toolCalls, text: 'Done.' } }];
  await using fixture = await startFixture({ primary: { rules } });
  const anthropic = new Anthropic({ apiKey: 'any', baseURL: fixture.url });
  const walls: unknown[] = [];
  const runner = anthropic.beta.messages.toolRunner({
    model: 'support',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Please paint.' }],
    tools: [
      {
        type: 'custom',
        name: 'paint',
        input_schema: { type: 'object' },
        parse: (input: unknown) => input,
        run: (input: unknown) => {
          walls.push(input);
          return 'done';
        },
      },
    ],
  });
  const { content } = await runner.runUntilDone();
  expect(content).toMatchObject([{ type: 'text', text: 'Done.' }]);
  expect(walls).toEqual([{ wall: 2 }]);
  expect(fixture.primary.requests).toHaveLength(2);
});

it('counts tokens at the first target, and never estimates', async () => {
  await using fixture = await startFixture();
  const anthropic = new Anthropic({ apiKey: 'any', baseURL: fixture.url });
  const messages: { role: 'user'; content: string }[] = [{ role: 'user', content: 'Hi' }];
  const counted = await anthropic.messages.countTokens({
    model: 'anthropic/claude-sonnet-5',
    messages,
  });
  expect(counted.input_tokens).toBeGreaterThan(0);
  const rejected = anthropic.messages.countTokens({ model: 'openai/gpt-5-mini', messages });
  await expect(rejected).rejects.toMatchObject({ status: 404 });
});

it('lists models in the form of each API', async () => {
  await using fixture = await startFixture();
  const openAi = new OpenAI({ apiKey: 'any', baseURL: `${fixture.url}/v1` });
  const list = [];
  for await (const model of openAi.models.list()) list.push(model.id);
  expect(list[0]).toBe('support');
  expect(list).toContain('anthropic/claude-sonnet-5');
  expect(await openAi.models.retrieve('support')).toMatchObject({ id: 'support' });
  const anthropic = new Anthropic({ apiKey: 'any', baseURL: fixture.url });
  const pages = [];
  for await (const model of anthropic.models.list({ limit: 5 })) pages.push(model.id);
  expect(pages).toEqual(list);
});

it('lists the models of selected providers only', async () => {
  await using fixture = await startFixture({ listedProviders: ['anthropic'] });
  const list = async (): Promise<readonly string[]> => {
    const { data } = Object(await (await fetch(`${fixture.url}/v1/models`)).json());
    return data.map(({ id }: { readonly id: string }) => id.split('/')[0]);
  };
  expect(new Set(await list())).toEqual(new Set(['support', 'anthropic']));
  expect((await fetch(`${fixture.url}/v1/models/openai/gpt-5-mini`)).status).toBe(404);
  await fixture.gateway.update({ settings: { models: ['support'], listedProviders: [] } });
  expect(await list()).toEqual(['support']);
});

it('points the client of Ollama to the base URL of the OpenAI API', async () => {
  await using fixture = await startFixture();
  const client = new Ollama({ host: fixture.url });
  const messages = [{ role: 'user', content: 'Hi' }];
  const pointer = {
    status_code: 404,
    message:
      "the gateway does not serve Ollama's API; use a client of OpenAI's API, whose base URL ends with /v1",
  };
  await expect(client.chat({ model: 'support', messages })).rejects.toMatchObject(pointer);
  await expect(client.chat({ model: 'support', messages, stream: true })).rejects.toMatchObject(
    pointer,
  );
  await expect(client.list()).rejects.toMatchObject(pointer);
  expect(fixture.primary.requests).toEqual([]);
});
