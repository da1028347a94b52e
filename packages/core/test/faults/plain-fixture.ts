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

import { plainSse } from './plain-sse-provider.ts';
import type { RawServer } from './raw-server.ts';

export const messages = [{ role: 'user', content: 'Hi' }] as const;

export interface StageOptions {
  readonly chain?: Partial<ChainOptions>;
  /** @defaultValue none is made */
  readonly retry?: Partial<RetryPolicy>;
  readonly ports?: PortOptions;
}

/** A runtime over servers; they are its targets `a/m`, `b/m` and so on, and its chain `chain`. */
export class PlainStage implements AsyncDisposable {
  readonly understudy: Understudy;

  constructor(
    servers: readonly Pick<RawServer, 'url'>[],
    { chain, retry = { maxRetries: 0 }, ports }: StageOptions = {},
  ) {
    const providers = servers.map(({ url }, index) =>
      plainSse<string>('abcdef'.charAt(index), url),
    );
    const targets = providers.map(({ id }) => `${id}/m`);
    this.understudy = createUnderstudy({
      providers,
      retry,
      ports,
      chains: { chain: { targets, ...chain } },
    });
  }

  ask(model = 'chain', options?: ChatOptions): ChatStream {
    return this.understudy.chat({ model, messages }, options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.understudy.close();
  }
}

/** What a caller saw of one chat. */
export interface Seen {
  readonly events: readonly ChatEvent[];
  readonly error: unknown;
  /** All texts in order; a bar stands where they were reset. */
  readonly text: string;
}

/** Reads a chat to its end, whatever that is. */
export async function watch(chat: ChatStream): Promise<Seen> {
  const events: ChatEvent[] = [];
  let error: unknown;
  try {
    for await (const event of chat) events.push(event);
  } catch (thrown) {
    error = thrown ?? new Error('nothing was thrown');
  }
  const texts = events.map((event) => {
    if (event.type === 'reset') return '|';
    return event.type === 'text-delta' ? event.text : '';
  });
  return { events, error, text: texts.join('') };
}
