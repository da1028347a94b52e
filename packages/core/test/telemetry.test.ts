import type {
  ContentTelemetry,
  HttpRequest,
  ProviderEvent,
  Telemetry,
  TelemetryEvent,
  UnderstudyOptions,
} from '@understudy/core';
import { createUnderstudy, modelRef } from '@understudy/core';
import { defineProvider, ProviderError } from '@understudy/core/provider';
import { RecordingTelemetry } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { chainFixture, fails, inTurn, settle } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const failing = [fails('server-error')];
const response: readonly ProviderEvent[] = [
  { type: 'text-delta', text: 'yes' },
  { type: 'finish', reason: 'stop' },
];

function ofType(
  { events }: RecordingTelemetry,
  type: TelemetryEvent['type'],
): readonly TelemetryEvent[] {
  return events.filter((event) => event.type === type);
}

describe('telemetry of waits and resets', () => {
  it('reports how long a chat waited for a retry, after the wait', async () => {
    const telemetry = new RecordingTelemetry();
    await using fixture = chainFixture({ a: inTurn(failing, answer) }, { ports: { telemetry } });
    const chat = fixture.ask();
    await settle(fixture.clock, chat.text());
    expect(telemetry.events.map(({ type }) => type)).toEqual([
      'chat-start',
      'attempt-start',
      'attempt-end',
      'chat-wait',
      'attempt-start',
      'attempt-end',
      'chat-end',
    ]);
    expect(ofType(telemetry, 'chat-wait')).toEqual([
      { type: 'chat-wait', chatId: chat.id, provider: 'a', model: 'model', waitedMs: 125 },
    ]);
  });

  it('reports the wait for a limit of the first target', async () => {
    const telemetry = new RecordingTelemetry();
    const slow = [{ type: 'wait', ms: 40 }, ...answer] as const;
    await using fixture = chainFixture(
      { a: slow },
      {
        ports: { telemetry },
        chain: { targets: [{ target: modelRef('a/model'), maxConcurrent: 1 }] },
      },
    );
    const [, second] = [fixture.ask(), fixture.ask()].map((chat) => chat.text());
    await settle(fixture.clock, second ?? Promise.reject(new Error('expected a chat')));
    expect(ofType(telemetry, 'chat-wait')).toMatchObject([{ waitedMs: 40 }]);
  });

  it('reports no wait that the end of the chat ended', async () => {
    const telemetry = new RecordingTelemetry();
    await using fixture = chainFixture({ a: failing }, { ports: { telemetry } });
    const chat = fixture.ask();
    const failed = failureOf(chat.text());
    await fixture.clock.advance(10);
    await chat.cancel();
    await failed;
    expect(ofType(telemetry, 'chat-wait')).toEqual([]);
    expect(telemetry.events.at(-1)).toMatchObject({ type: 'chat-end', outcome: 'aborted' });
  });

  it('reports a reset only for content that was passed on', async () => {
    const telemetry = new RecordingTelemetry();
    await using fixture = chainFixture(
      { a: [text('par'), fails('connection-failed')], b: answer },
      { ports: { telemetry }, chain: { midStream: 'restart' } },
    );
    await fixture.ask().response();
    expect(ofType(telemetry, 'chat-reset')).toEqual([]);
    const chat = fixture.ask();
    const types = (await Array.fromAsync(chat)).map(({ type }) => type);
    expect(types.filter((type) => type === 'reset')).toHaveLength(1);
    expect(ofType(telemetry, 'chat-reset')).toEqual([
      { type: 'chat-reset', chatId: chat.id, attemptNumber: 1, reason: 'connection-failed' },
    ]);
  });
});

describe('telemetry of targets and responses', () => {
  it('names the registered chain or alias, and no other reference', async () => {
    const telemetry = new RecordingTelemetry();
    await using fixture = chainFixture(
      { a: answer },
      { ports: { telemetry }, aliases: { short: modelRef('a/model') } },
    );
    const { understudy } = fixture;
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    for (const model of ['main', 'short', 'a/model', 'model'].map(modelRef)) {
      await understudy.chat({ model, messages }).text();
    }
    await understudy.chat({ model: { targets: [modelRef('a/model')] }, messages }).text();
    const chains = ofType(telemetry, 'chat-end').map((end) => 'chain' in end && end.chain);
    expect(chains).toEqual(['main', 'short', undefined, undefined, undefined]);
  });

  it('is listed if the definition, a chain or an alias names the model', async () => {
    const telemetry = new RecordingTelemetry();
    const provider = defineProvider({
      id: 'open',
      models: [{ id: 'known' }],
      allowUnknownModels: true,
      create: () => ({
        async *chat() {
          yield* response;
        },
      }),
    });
    const options: UnderstudyOptions = {
      providers: [provider],
      chains: { tuned: [modelRef('open/tuned')] },
      ports: { telemetry },
    };
    await using understudy = createUnderstudy(options);
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    for (const model of ['open/known', 'tuned', 'open/typed'].map(modelRef)) {
      await understudy.chat({ model, messages }).text();
    }
    for (const type of ['attempt-start', 'attempt-end'] as const) {
      const listed = ofType(telemetry, type).map((event) => 'listed' in event && event.listed);
      expect(listed).toEqual([true, true, false]);
    }
  });

  it('has the phase of a failure, and the id and the model of a response', async () => {
    const telemetry = new RecordingTelemetry();
    const start = { type: 'response-start', provider: 'b', model: 'model-2', id: 'r1' } as const;
    await using fixture = chainFixture(
      {
        a: [
          {
            type: 'fail',
            error: new ProviderError({ code: 'timeout', message: 'slow', phase: 'headers' }),
          },
        ],
        b: [start, ...answer],
      },
      { ports: { telemetry } },
    );
    await fixture.ask().response();
    const identity = { id: 'r1', model: 'model-2' };
    expect(ofType(telemetry, 'attempt-end')).toMatchObject([
      { phase: 'headers', response: undefined },
      { phase: undefined, response: identity },
    ]);
    expect(telemetry.events.at(-1)).toMatchObject({ type: 'chat-end', response: identity });
  });
});

describe('Telemetry.emitContent()', () => {
  class Reader extends RecordingTelemetry {
    readonly contents: ContentTelemetry[] = [];

    emitContent(content: ContentTelemetry): void {
      this.contents.push(content);
      this.events.push({ type: 'chat-reset', chatId: content.type, attemptNumber: 0, reason: '' });
    }
  }

  it('receives the request and the response of a chat, which no event contains', async () => {
    const telemetry = new Reader();
    const heard: TelemetryEvent[] = [];
    const onEvent = (event: TelemetryEvent): void => void heard.push(event);
    await using fixture = chainFixture(
      { a: [fails('server-error')], b: [text('the answer'), finish] },
      { ports: { telemetry }, onEvent },
    );
    const messages = [{ role: 'user', content: 'the question' }] as const;
    const chat = fixture.ask({}, { messages });
    await chat.response();
    expect(telemetry.contents).toMatchObject([
      { type: 'request', chatId: chat.id, request: { messages } },
      { type: 'response', chatId: chat.id, response: { text: 'the answer' } },
    ]);
    const order = telemetry.events.map((event) =>
      event.type === 'chat-reset' ? event.chatId : event.type,
    );
    expect(order.slice(0, 2)).toEqual(['chat-start', 'request']);
    expect(order.slice(-2)).toEqual(['response', 'chat-end']);
    expect(JSON.stringify(heard)).not.toMatch(/the question|the answer/);
  });

  it('is not called if telemetry is disabled', async () => {
    const contents: ContentTelemetry[] = [];
    const telemetry: Telemetry = {
      enabled: false,
      emit: () => {},
      emitContent: (content) => void contents.push(content),
    };
    await using fixture = chainFixture({ a: answer }, { ports: { telemetry }, onEvent: () => {} });
    await fixture.ask().text();
    expect(contents).toEqual([]);
  });
});

describe('Telemetry.requestHeaders()', () => {
  function headersOf(telemetry: Telemetry): {
    readonly sent: HttpRequest['headers'][];
    readonly options: UnderstudyOptions;
  } {
    const sent: HttpRequest['headers'][] = [];
    const http = {
      request: async ({ headers }: HttpRequest) => {
        sent.push(headers);
        if (sent.length === 1) throw new ProviderError({ code: 'server-error', message: 'no' });
        return {
          status: 200,
          headers: { get: () => undefined, getAll: () => [], names: () => [] },
          body: (async function* empty(): AsyncGenerator<Uint8Array, void, undefined> {})(),
        };
      },
    };
    const provider = defineProvider({
      id: 'web',
      models: [{ id: 'model' }],
      create: () => ({
        async *chat(_request, { http: attemptHttp, signal }) {
          const url = new URL('https://vendor.test/');
          await attemptHttp.request({ method: 'POST', url, headers: { 'x-own': 'own' }, signal });
          yield* response;
        },
      }),
    });
    return { sent, options: { providers: [provider], ports: { http, telemetry } } };
  }

  const ask = {
    model: modelRef('web/model'),
    messages: [{ role: 'user', content: 'Hi' }],
  } as const;

  it('adds headers to the requests of an attempt, and replaces none', async () => {
    class Tracer extends RecordingTelemetry {
      requestHeaders({ attemptNumber }: { readonly attemptNumber: number }) {
        return { traceparent: `attempt ${attemptNumber}`, 'x-own': 'replaced' };
      }
    }
    const { sent, options } = headersOf(new Tracer());
    await using understudy = createUnderstudy(options);
    await understudy.chat(ask).text();
    expect(sent).toEqual([
      { traceparent: 'attempt 1', 'x-own': 'own' },
      { traceparent: 'attempt 2', 'x-own': 'own' },
    ]);
  });

  it('does not affect a request if it throws', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    class Broken extends RecordingTelemetry {
      requestHeaders(): never {
        throw new Error('a tracer');
      }
    }
    const { sent, options } = headersOf(new Broken());
    await using understudy = createUnderstudy(options);
    expect(await understudy.chat(ask).text()).toBe('yes');
    expect(sent).toEqual([{ 'x-own': 'own' }, { 'x-own': 'own' }]);
    expect(warned).toHaveBeenCalledTimes(2);
    warned.mockRestore();
  });
});
