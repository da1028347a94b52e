import { load } from '@langchain/core/load';
import {
  HumanMessage,
  mapChatMessagesToStoredMessages,
  mapStoredMessagesToChatMessages,
} from '@langchain/core/messages';
import type { BaseMessage } from '@langchain/core/messages';
import { createUnderstudy } from '@understudy/core';
import type { FileData } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { expect, it } from 'vitest';

import { toChatModel } from '../src/index.ts';
import { concat, question } from './chain.ts';

const files: Readonly<Record<string, FileData>> = {
  'a URL': { type: 'url', url: new URL('https://example.com/a.png') },
  bytes: { type: 'bytes', bytes: new Uint8Array([1, 2, 3]) },
  base64: { type: 'base64', base64: 'AQID' },
};
const calls = ['invoke', 'stream'] as const;
const stores = {
  'stored messages': (message: BaseMessage): BaseMessage => {
    const text = JSON.stringify(mapChatMessagesToStoredMessages([message]));
    const [restored = message] = mapStoredMessagesToChatMessages(JSON.parse(text));
    return restored;
  },
  'load()': (message: BaseMessage): Promise<BaseMessage> => load(JSON.stringify(message)),
};

const cases = Object.entries(files).flatMap(([name, data]) =>
  calls.flatMap((call) =>
    Object.entries(stores).map(([store, restore]) => ({ name, data, call, store, restore })),
  ),
);

it.each(cases)(
  'sends back a file with $name after $call and $store',
  async ({ data, call, restore }) => {
    const provider = new ScriptedProvider({
      id: 'draw',
      models: ['one'],
      lifecycle: { state: 'active' },
      script: [
        { type: 'text-delta', text: 'Here it is.' },
        { type: 'file', mediaType: 'image/png', data },
        { type: 'finish', reason: 'stop' },
      ],
    });
    await using understudy = createUnderstudy({ providers: [provider.definition] });
    const model = toChatModel(understudy, 'draw/one');
    const ask = new HumanMessage(question);
    const message =
      call === 'invoke' ? await model.invoke([ask]) : await concat(await model.stream([ask]));
    await model.invoke([ask, await restore(message), ask]);
    expect(provider.requests[1]?.messages[1]).toMatchObject({
      content: [
        { type: 'text', text: 'Here it is.' },
        { type: 'file', mediaType: 'image/png', data },
      ],
    });
  },
);
