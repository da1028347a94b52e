import { createUnderstudy } from '@understudy/core';
import type { JsonObject, JsonValue } from '@understudy/core';
import {
  startAnthropicEmulator,
  startOpenAiEmulator,
  startResponsesEmulator,
} from '@understudy/emulator';
import type { EmulatedRequest, EmulatedToolCall } from '@understudy/emulator';
import { createGateway } from '@understudy/gateway';
import { anthropic } from '@understudy/provider-anthropic';
import { openai } from '@understudy/provider-openai';
import { describe, expect, it } from 'vitest';

import { readAgentRequest } from './agents/agent-request.ts';
import type { Agent, AgentTurn } from './agents/agent-request.ts';
import { claudeCode, codex, opencode } from './agents/agents.ts';

const text = 'The answer is 42.';
const models = {
  'openai-chat': 'chat/gpt-4.1-mini',
  'openai-responses': 'responses/gpt-6-astra',
  'anthropic-messages': 'anthropic/claude-sonnet-5',
} as const;
type Format = keyof typeof models;
const formats = ['openai-chat', 'openai-responses', 'anthropic-messages'] as const;

interface AgentFixture extends AsyncDisposable {
  readonly url: string;
  /** The requests to the vendor. */
  readonly requests: readonly EmulatedRequest[];
}

/** Starts a gateway whose chain has one target, which first calls tools. */
async function start(
  format: Format,
  toolCalls: readonly EmulatedToolCall[],
): Promise<AgentFixture> {
  const rules = (reasoning: object): object => ({
    rules: [
      // What Claude Code sends behind the results of its tools.
      { when: /No tasks/, response: { ...reasoning, text } },
      { when: /./s, response: { ...reasoning, text, toolCalls } },
    ],
  });
  const chat = await startOpenAiEmulator(rules({}));
  const responses = await startResponsesEmulator(rules({ reasoning: 'Let me see.' }));
  const messages = await startAnthropicEmulator(rules({ reasoning: 'Let me see.' }));
  const emulators = {
    'openai-chat': chat,
    'openai-responses': responses,
    'anthropic-messages': messages,
  };
  const understudy = createUnderstudy({
    providers: [
      openai({ id: 'chat', apiKey: 'key', baseUrl: chat.baseUrl }),
      openai({ id: 'responses', apiKey: 'key', baseUrl: responses.baseUrl, api: 'responses' }),
      anthropic({ apiKey: 'key', baseUrl: messages.baseUrl }),
    ],
    chains: { support: [models[format]] },
    aliases: { 'claude-support': 'support' },
  });
  const gateway = createGateway({ understudy, models: ['support', 'claude-support'] });
  return {
    url: await gateway.listen({ port: 0 }),
    requests: emulators[format].requests,
    [Symbol.asyncDispose]: async () => {
      await gateway.close({ graceMs: 0 });
      await understudy.close();
      await Promise.all([chat.close(), responses.close(), messages.close()]);
    },
  };
}

async function send(
  { request, readTurn }: Agent,
  url: string,
  body: JsonObject,
): Promise<AgentTurn> {
  const { path, headers } = request;
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const stream = await response.text();
  expect([response.status, response.headers.get('content-type')], stream).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  return readTurn(stream);
}

/** Sends the request of an agent, and the next one with the results of its tools. */
async function runTools(agent: Agent, url: string): Promise<readonly AgentTurn[]> {
  const { body } = agent.request;
  const first = await send(agent, url, body);
  return [first, await send(agent, url, agent.addResults(body, first))];
}

/** Returns fields of a body. Signatures are left out, because the gateway wraps them. */
function pick(body: unknown, names: readonly string[]): unknown {
  const fields = Object.entries(Object(body)).filter(([name]) => names.includes(name));
  return JSON.parse(JSON.stringify(Object.fromEntries(fields)), (name, value: unknown) =>
    name === 'signature' ? '' : value,
  );
}

/** The fields that targets of the same format receive as the agent has sent them. */
const kept: Readonly<Record<Format, readonly string[]>> = {
  'anthropic-messages': Object.keys(claudeCode.request.body).filter((name) => name !== 'model'),
  // The texts of an item are joined, and the instructions are its first message.
  'openai-responses': Object.keys(codex.request.body).filter(
    (name) => !/^(?:model|input|instructions|client_metadata|access_programs)$/.test(name),
  ),
  // `max_tokens` has its current name.
  'openai-chat': Object.keys(opencode.request.body).filter(
    (name) => !/^(?:model|messages|max_tokens)$/.test(name),
  ),
};

const agents: readonly (readonly [string, Agent, Format, EmulatedToolCall])[] = [
  [
    'Claude Code',
    claudeCode,
    'anthropic-messages',
    { name: 'Bash', arguments: { command: 'cat answer', timeout: 5000 } },
  ],
  ['Codex', codex, 'openai-responses', { name: 'exec_command', arguments: { cmd: 'cat answer' } }],
  [
    'opencode',
    opencode,
    'openai-chat',
    { name: 'bash', arguments: { command: 'cat answer', description: 'Prints the answer' } },
  ],
];

describe.each(agents)('%s', (_name, agent, ownFormat, call) => {
  it.each(formats)('calls a tool and reads the response of a target of %s', async (format) => {
    await using fixture = await start(format, [call, call]);
    const [first, second] = await runTools(agent, fixture.url);
    expect(first?.calls.map(({ name, input }) => [name, JSON.parse(input)])).toEqual([
      [call.name, call.arguments],
      [call.name, call.arguments],
    ]);
    expect(second).toMatchObject({ text, calls: [] });
    expect(fixture.requests.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('reaches a target of its own format with the same fields', async () => {
    await using fixture = await start(ownFormat, [call]);
    const { body } = agent.request;
    const first = await send(agent, fixture.url, body);
    const next = agent.addResults(body, first);
    await send(agent, fixture.url, next);
    const names = kept[ownFormat];
    expect(fixture.requests.map((request) => pick(request.body, names))).toEqual([
      pick(body, names),
      pick(next, names),
    ]);
  });
});

it('sends the betas of Claude Code to targets of its format only', async () => {
  await using own = await start('anthropic-messages', []);
  await send(claudeCode, own.url, claudeCode.request.body);
  const { 'anthropic-beta': betas } = claudeCode.request.headers;
  expect(own.requests[0]?.headers['anthropic-beta']).toBe(betas);
  await using other = await start('openai-chat', []);
  await send(claudeCode, other.url, claudeCode.request.body);
  const [request] = other.requests;
  expect(request?.headers).not.toHaveProperty('anthropic-beta');
  // The first block of its system prompt differs in each request, which would defeat a prompt cache.
  expect(JSON.stringify(request?.body)).not.toContain('anthropic');
});

it('sends the internal fields of Codex to no target', async () => {
  await using fixture = await start('openai-responses', []);
  const { body } = codex.request;
  await send(codex, fixture.url, body);
  expect(JSON.stringify(body)).toMatch(/client_metadata.*access_programs/s);
  expect(JSON.stringify(fixture.requests[0]?.body)).not.toMatch(
    /client_metadata|access_programs|internal_/,
  );
});

it('maps the tools of Codex back: those of a namespace, and those whose input is text', async () => {
  const patch = '*** Begin Patch\n*** End Patch\n';
  const toolCalls = [
    { name: 'mcp__docs__search', arguments: { query: 'answer' } },
    { name: 'apply_patch', arguments: { input: patch } },
  ];
  await using fixture = await start('openai-chat', toolCalls);
  const [first, second] = await runTools(codex, fixture.url);
  expect(first?.calls).toMatchObject([
    { name: 'mcp__docs/search', input: '{"query":"answer"}' },
    { name: 'apply_patch', input: patch },
  ]);
  expect(second).toMatchObject({ text, calls: [] });
});

it.each(['openai-chat', 'anthropic-messages'] as const)(
  'offers the tools that Codex sends in an item of its input, to %s',
  async (format) => {
    const { tools, input, ...body } = codex.request.body;
    const namespace = { type: 'namespace', name: 'functions', description: '', tools };
    const item = { type: 'additional_tools', role: 'developer', id: 'at_1', tools: [namespace] };
    const items: readonly JsonValue[] = Array.isArray(input) ? [item, ...input] : [];
    const request = { ...codex.request, body: { ...body, input: items } };
    const patch = '*** Begin Patch\n*** End Patch\n';
    await using fixture = await start(format, [
      { name: 'functions__exec_command', arguments: { cmd: 'ls' } },
      { name: 'functions__apply_patch', arguments: { input: patch } },
    ]);
    const { calls } = await send({ ...codex, request }, fixture.url, request.body);
    expect(calls).toMatchObject([
      { name: 'functions/exec_command', input: '{"cmd":"ls"}' },
      { name: 'functions/apply_patch', input: patch },
    ]);
  },
);

it.each(formats)('returns the title that Claude Code requests as JSON, from %s', async (format) => {
  await using fixture = await start(format, []);
  const request = readAgentRequest('claude-code-title');
  await send({ ...claudeCode, request }, fixture.url, request.body);
  expect(fixture.requests[0]?.status).toBe(200);
});

it('counts the tokens of a request of Claude Code', async () => {
  await using fixture = await start('anthropic-messages', []);
  const { headers, body } = claudeCode.request;
  const { model, messages, system, tools, thinking } = body;
  const response = await fetch(`${fixture.url}/v1/messages/count_tokens?beta=true`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model, messages, system, tools, thinking }),
  });
  expect(Object(await response.json()).input_tokens).toBeGreaterThan(0);
});

it('answers the check of a connection with which Claude Code starts', async () => {
  await using fixture = await start('anthropic-messages', []);
  const response = await fetch(fixture.url, { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([404, '']);
});
