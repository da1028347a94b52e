import { once } from 'node:events';
import { createServer, Agent as HttpAgent } from 'node:http';

import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { PortOptions, Understudy, UnderstudyOptions } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { Agent as Agent5 } from 'undici-5';
import { Agent as Agent6, MockAgent as MockAgent6 } from 'undici-6';
import { Agent as Agent7, MockAgent as MockAgent7 } from 'undici-7';
import { describe, expect, it, onTestFinished } from 'vitest';

import { failureOf } from './scripted-understudy.ts';

const bug = new TypeError('the callback of the app has a bug');

function throwBug(): never {
  throw bug;
}

/** Creates a runtime whose provider passes the body of a page on. */
function start(
  options: Omit<UnderstudyOptions, 'providers' | 'settings' | 'chains' | 'aliases'>,
  url: URL = new URL('http://127.0.0.1:9/'),
): Understudy {
  const page = defineProvider({
    id: 'page',
    models: [{ id: 'text' }],
    create: () => ({
      async *chat(_request, { http, signal }) {
        const { body } = await http.request({ method: 'POST', url, headers: {}, signal });
        for await (const bytes of body) {
          yield { type: 'text-delta', text: Buffer.from(bytes).toString() };
        }
        yield { type: 'finish', reason: 'stop' };
      },
    }),
  });
  const understudy: Understudy = createUnderstudy({ providers: [page], ...options });
  onTestFinished(() => understudy.close().catch(() => {}));
  return understudy;
}

const chatOf = (understudy: Understudy) =>
  understudy.chat({ model: 'page/text', messages: [{ role: 'user', content: 'Hi' }] });

async function startServer(): Promise<URL> {
  const server = createServer((_request, response) => response.end('Teal.')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.close().closeAllConnections());
  const address = server.address();
  return new URL(`http://127.0.0.1:${Object(address).port}/`);
}

describe('an error that a dispatcher throws', () => {
  it('is internal with its cause, and the request is not sent again', async () => {
    let calls = 0;
    const dispatcher = Object.create(new Agent7(), {
      dispatch: {
        value: () => {
          calls += 1;
          throw bug;
        },
      },
    });
    const chat = chatOf(start({ dispatcher }));
    const error = await failureOf(chat.text());
    expect(error).toMatchObject({
      code: 'internal',
      message: 'page: the option dispatcher threw an error (see cause)',
      cause: bug,
    });
    expect(calls).toBe(1);
    expect(chat.attempts).toHaveLength(1);
  });

  it('of a mock agent does not contain the body that it did not expect', async () => {
    const dispatcher = new MockAgent7();
    dispatcher.disableNetConnect();
    dispatcher
      .get('http://127.0.0.1:9')
      .intercept({ path: '/', method: 'POST', body: 'other' })
      .reply(200, '');
    const error = await failureOf(chatOf(start({ dispatcher: dispatcher as never })).text());
    expect(error).toMatchObject({
      code: 'internal',
      cause: { message: 'MockNotMatchedError UND_MOCK_ERR_MOCK_NOT_MATCHED' },
    });
  });
});

describe('the option dispatcher', () => {
  it.each([
    ['undici 5', new Agent5()],
    ['undici 6', new Agent6()],
    ['a mock agent of undici 6', new MockAgent6()],
  ])('rejects a dispatcher of %s at creation', (_name, dispatcher) => {
    expect(() => start({ dispatcher: dispatcher as never })).toThrow(
      expect.objectContaining({
        code: 'invalid-configuration',
        message:
          'dispatcher: expected a dispatcher of undici 7 or 8, received one of an older version',
      }),
    );
  });

  it.each([
    ['nothing to dispatch', {}, 'an object'],
    ['an Agent of node:http', new HttpAgent(), 'an instance of a class'],
    ['a URL of a proxy', 'http://127.0.0.1:3128', '"http://127.0.0.1:3128"'],
    ['a function', () => true, 'a function'],
  ])('rejects %s at creation', (_name, dispatcher, received) => {
    expect(() => start({ dispatcher: dispatcher as never })).toThrow(
      `dispatcher: expected a dispatcher of undici 7 or 8, received ${received}`,
    );
  });

  it('accepts an agent of undici 7', async () => {
    const dispatcher = new Agent7();
    onTestFinished(() => dispatcher.destroy());
    const understudy = start({ dispatcher: dispatcher as never }, await startServer());
    expect(await chatOf(understudy).text()).toBe('Teal.');
  });
});

describe('an error that a port throws', () => {
  const clock = {
    now: () => performance.now(),
    wallNow: () => Date.now(),
    setTimer: () => () => {},
  };
  it.each<[string, PortOptions]>([
    ['ports.http.request', { http: { request: throwBug } }],
    ['ports.http.request', { http: { request: () => Promise.reject(bug) } }],
    ['ports.clock.now', { clock: { ...clock, now: throwBug } }],
    ['ports.clock.wallNow', { clock: { ...clock, wallNow: throwBug } }],
    ['ports.clock.setTimer', { clock: { ...clock, setTimer: throwBug } }],
    ['ports.random.uuid', { random: { next: () => 0, uuid: throwBug } }],
  ])('is internal and names %s', async (name, ports) => {
    const understudy = start({ ports });
    const error = await failureOf((async () => chatOf(understudy).text())());
    expect(isUnderstudyError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'internal', cause: bug });
    expect(Object(error).message).toContain(`${name}() threw an error (see cause)`);
    // Nothing is left of the chat that `close()` would wait for. It needs the clock too.
    const closed: unknown = await understudy.close().then(
      () => 'closed',
      (reason: unknown) => Object(reason).cause,
    );
    expect(closed).toBe(/clock\.(?:now|setTimer)/.test(name) ? bug : 'closed');
  });

  it('is internal if the port returns no response', async () => {
    const http = { request: async () => undefined as never };
    expect(await failureOf(chatOf(start({ ports: { http } })).text())).toMatchObject({
      code: 'internal',
      message: 'ports.http.request() returned no response',
    });
  });

  it('is not the reason of a signal, with which the port rejects', async () => {
    const controller = new AbortController();
    const http = {
      request: async () => {
        controller.abort('enough');
        throw controller.signal.reason;
      },
    };
    const understudy = start({ ports: { http } });
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const { signal } = controller;
    const chat = understudy.chat({ model: 'page/text', messages }, { signal });
    expect(await failureOf(chat.text())).toBe('enough');
  });
});
