import { createUnderstudy } from '@understudy/core';
import type {
  ChainOptions,
  ChatEvent,
  ChatOptions,
  ChatStream,
  PortOptions,
  RetryPolicy,
  Understudy,
} from '@understudy/core';

import { createTestedPorts } from '../tested-http.ts';
import { plainSse } from './plain-sse-provider.ts';
import type { RawServer } from './raw-server.ts';

export const messages = [{ role: 'user', content: 'Hi' }] as const;

export interface FixtureOptions {
  /** Options of the chain `chain`. */
  readonly chain?: Partial<ChainOptions>;
  /** @defaultValue no retries */
  readonly retry?: Partial<RetryPolicy>;
  readonly ports?: PortOptions;
}

/** A runtime for a list of servers: its targets are `a/m`, `b/m` and so on, and its chain is `chain`. */
export class PlainFixture implements AsyncDisposable {
  readonly understudy: Understudy;

  constructor(
    servers: readonly Pick<RawServer, 'url'>[],
    { chain, retry = { maxRetries: 0 }, ports }: FixtureOptions = {},
  ) {
    const providers = servers.map(({ url }, index) =>
      plainSse<string>('abcdef'.charAt(index), url),
    );
    const targets = providers.map(({ id }) => `${id}/m`);
    this.understudy = createUnderstudy({
      providers,
      retry,
      ports: createTestedPorts(ports),
      chains: { chain: { targets, ...chain } },
    });
  }

  chat(model = 'chain', options?: ChatOptions): ChatStream {
    return this.understudy.chat({ model, messages }, options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.understudy.close();
  }
}

/** The result of a chat. */
export interface ChatResult {
  readonly events: readonly ChatEvent[];
  readonly error: unknown;
  /** The text of all deltas. A reset is a vertical bar. */
  readonly text: string;
}

/** Reads a chat to its end or its error. */
export async function collectChat(chat: ChatStream): Promise<ChatResult> {
  const events: ChatEvent[] = [];
  let error: unknown;
  try {
    for await (const event of chat) events.push(event);
  } catch (thrown) {
    error = thrown ?? new Error('undefined was thrown');
  }
  const texts = events.map((event) => {
    if (event.type === 'reset') return '|';
    return event.type === 'text-delta' ? event.text : '';
  });
  return { events, error, text: texts.join('') };
}
