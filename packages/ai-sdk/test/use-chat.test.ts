import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

import type { Understudy } from '@understudy/core';
import { AbstractChat, convertToModelMessages, DefaultChatTransport, streamText, tool } from 'ai';
import type { ChatState, ChatStatus, UIMessage } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { toLanguageModel } from '../src/index.ts';
import { backupText, ChainFixture, question } from './chain-fixture.ts';

/** The state of `useChat` without React. */
class PlainState implements ChatState<UIMessage> {
  status: ChatStatus = 'ready';
  error: Error | undefined = undefined;
  messages: UIMessage[] = [];
  pushMessage = (message: UIMessage): void => void this.messages.push(message);
  popMessage = (): void => void this.messages.pop();
  replaceMessage = (index: number, message: UIMessage): void => {
    this.messages[index] = message;
  };
  snapshot = <Value>(value: Value): Value => structuredClone(value);
}

/** The class behind `useChat`, with a route that streams a chain. */
class PlainChat extends AbstractChat<UIMessage> {
  constructor(api: string) {
    super({ state: new PlainState(), transport: new DefaultChatTransport({ api }) });
  }

  /** The text of the last message. */
  get text(): string {
    const parts = this.messages.at(-1)?.parts ?? [];
    return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  }
}

const tools = {
  paint: tool({ inputSchema: z.object({ wall: z.number() }), execute: async () => 'painted' }),
};

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  understudy: Understudy,
): Promise<void> {
  const body = z.object({ messages: z.array(z.custom<UIMessage>()) }).parse(await json(request));
  const result = streamText({
    model: toLanguageModel(understudy, 'support'),
    tools,
    messages: await convertToModelMessages(body.messages),
    stopWhen: ({ steps }) => steps.length >= 2,
    onError: () => {},
  });
  await result.pipeUIMessageStreamToResponse(response, { onError: () => 'no response' });
}

/** A server whose route is the one of the AI SDK's documentation. */
class Route implements AsyncDisposable {
  readonly #server: Server;

  constructor(understudy: Understudy) {
    this.#server = createServer((request, response) => void handle(request, response, understudy));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/chat`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

describe('useChat over a chain', () => {
  it('shows the text of the second target', async () => {
    await using fixture = await ChainFixture.start({ faults: ['overloaded'] });
    await using route = new Route(fixture.understudy);
    const chat = new PlainChat(await route.listen());
    await chat.sendMessage({ text: question });
    expect([chat.status, chat.error, chat.text]).toEqual(['ready', undefined, backupText]);
  });

  it('shows tools, and continues the conversation', async () => {
    const rules = [
      {
        when: /paint/u,
        response: { text: 'Done.', toolCalls: [{ name: 'paint', arguments: { wall: 2 } }] },
      },
      { when: 'Thanks', response: 'Welcome.' },
    ];
    await using fixture = await ChainFixture.start({ emulator: { rules } });
    await using route = new Route(fixture.understudy);
    const chat = new PlainChat(await route.listen());
    await chat.sendMessage({ text: 'Please paint' });
    expect(chat.messages.at(-1)?.parts).toContainEqual(
      expect.objectContaining({
        type: 'tool-paint',
        state: 'output-available',
        input: { wall: 2 },
        output: 'painted',
      }),
    );
    await chat.sendMessage({ text: 'Thanks' });
    expect(chat.text).toBe('Welcome.');
    expect(fixture.requests).toEqual([3, 0]);
  });

  it.each([
    ['a failed chain', ['overloaded'], ['overloaded'], ''],
    ['a cut stream', ['truncated-stream'], [], expect.stringMatching(/^Teal/u)],
  ] as const)('shows one error for %s', async (_name, faults, backupFaults, text) => {
    await using fixture = await ChainFixture.start({ faults, backupFaults });
    await using route = new Route(fixture.understudy);
    const chat = new PlainChat(await route.listen());
    await chat.sendMessage({ text: question });
    expect([chat.status, chat.error?.message]).toEqual(['error', 'no response']);
    expect(chat.messages.at(-1)?.role === 'assistant' ? chat.text : '').toEqual(text);
  });
});
