import { describe, expect, it } from 'vitest';

import { failureOf, hello, scriptedUnderstudy } from './scripted-understudy.ts';

/** A request of which the app changes every part after `chat()`. */
function createRequest(bytes: Uint8Array = Uint8Array.of(1, 2)) {
  return {
    model: 'scripted/model',
    messages: [
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] },
      {
        role: 'user' as const,
        content: [
          {
            type: 'image' as const,
            mediaType: 'image/png',
            data: { type: 'bytes' as const, bytes },
          },
          {
            type: 'image' as const,
            data: { type: 'url' as const, url: new URL('https://images.example/a.png') },
          },
        ],
      },
    ],
    tools: [
      { name: 'add', inputSchema: { type: 'object', properties: { a: { type: 'number' } } } },
    ],
    stop: ['END'],
    metadata: { team: 'blue' },
    providerOptions: { scripted: { beam: { width: 2 } } },
  };
}

describe('chat()', () => {
  it('copies the request and the options: later changes have no effect', async () => {
    await using fixture = scriptedUnderstudy(hello);
    // The slices of a Buffer share its memory.
    const request = createRequest(Buffer.from([1, 2]));
    const options = { headers: { 'x-team': 'blue' }, timeouts: { idleMs: 50 } };
    const chat = fixture.understudy.chat(request, options);
    const [text, images] = request.messages;
    if (text?.content[0]?.type === 'text') text.content[0].text = 'changed';
    const [bytes, url] = images?.content ?? [];
    if (bytes?.type === 'image' && bytes.data.type === 'bytes') bytes.data.bytes.fill(9);
    if (url?.type === 'image' && url.data.type === 'url') url.data.url.pathname = '/changed';
    for (const tool of request.tools) {
      tool.name = 'changed';
      tool.inputSchema.properties.a.type = 'string';
    }
    request.tools.length = 0;
    request.stop.push('changed');
    request.metadata.team = 'changed';
    request.providerOptions.scripted.beam.width = 99;
    options.headers['x-team'] = 'changed';
    await chat.text();
    const { model, ...expected } = createRequest();
    expect(fixture.provider.requests).toEqual([{ ...expected, model: 'model' }]);
    expect(model).toBe('scripted/model');
    expect(fixture.provider.contexts[0]?.headers).toEqual({ 'x-team': 'blue' });
  });

  it('rejects a request that contains itself', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const request = { ...createRequest(), providerOptions: { scripted: loop } };
    const error = await failureOf(fixture.understudy.chat(request as never).text());
    expect(error).toMatchObject({ code: 'invalid-request' });
    expect(String(error)).toMatch(/^ConfigurationError: providerOptions\.scripted\.self\.self/);
  });

  it('keeps the name __proto__ as an ordinary key', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const providerOptions = JSON.parse('{"scripted":{"__proto__":{"polluted":true}}}');
    await fixture.understudy.chat({ ...createRequest(), providerOptions }).text();
    const [received] = fixture.provider.requests;
    expect(JSON.stringify(received?.providerOptions)).toBe(JSON.stringify(providerOptions));
    expect(Reflect.get(Object.prototype, 'polluted')).toBeUndefined();
  });
});

describe('input of the wrong type', () => {
  const request = createRequest();
  const halfSignal = { aborted: false, addEventListener: () => {} };

  it.each<readonly [string, unknown, unknown, string]>([
    ['no request', undefined, {}, 'request'],
    ['null as request', null, {}, 'request'],
    ['a string as request', 'Hi', {}, 'request'],
    ['null as options', request, null, 'options'],
    ['a number as options', request, 7, 'options'],
    ['a controller as signal', request, { signal: new AbortController() }, 'options.signal'],
    ['a string as signal', request, { signal: 'now' }, 'options.signal'],
    ['null as signal', request, { signal: null }, 'options.signal'],
    ['an object as signal', request, { signal: { aborted: 'no' } }, 'options.signal'],
    ['a signal that cannot be unsubscribed', request, { signal: halfSignal }, 'options.signal'],
    ['a list as options', request, [], 'options'],
    ['text as headers', request, { headers: 'x' }, 'options.headers'],
    ['Headers as headers', request, { headers: new Headers({ a: 'b' }) }, 'options.headers'],
    ['a number as header', request, { headers: { a: 1 } }, 'options.headers.a'],
    ['null as timeouts', request, { timeouts: null }, 'options.timeouts'],
    ['a negative timeout', request, { timeouts: { idleMs: -1 } }, 'options.timeouts.idleMs'],
    ['text as deadline', request, { deadlineMs: '5' }, 'options.deadlineMs'],
  ])('rejects %s with its path, in every way of reading', async (_name, given, options, path) => {
    await using fixture = scriptedUnderstudy(hello);
    const ask = () => fixture.understudy.chat(given as never, options as never);
    const rejected = expect.objectContaining({ name: 'ConfigurationError', path });
    expect(await failureOf(ask().text())).toEqual(rejected);
    expect(await failureOf(ask().response())).toEqual(rejected);
    expect(await failureOf(Array.fromAsync(ask()))).toEqual(rejected);
    expect(await failureOf(Array.fromAsync(ask().textStream))).toEqual(rejected);
    expect(() => fixture.understudy.explain(given as never, options as never)).toThrow(rejected);
    expect(fixture.provider.requests).toEqual([]);
  });

  it.each<readonly [string, unknown]>([
    ['null', null],
    ['a signal that is none', { signal: 'now' }],
  ])('rejects %s as the options of models()', async (_name, options) => {
    await using fixture = scriptedUnderstudy(hello);
    const failing = fixture.understudy.models('scripted', options as never);
    expect(await failureOf(failing)).toMatchObject({ name: 'ConfigurationError' });
  });

  it.each([undefined, null, 0, {}])('rejects the provider %j of models()', async (provider) => {
    await using fixture = scriptedUnderstudy(hello);
    const failing = fixture.understudy.models(provider as never);
    expect(await failureOf(failing)).toMatchObject({
      name: 'ConfigurationError',
      path: 'provider',
    });
  });

  it.each([null, 0, 'x', {}, { provider: 'scripted' }])(
    'rejects the target %j of resetHealth()',
    async (target) => {
      await using fixture = scriptedUnderstudy(hello);
      expect(() => fixture.understudy.resetHealth(target as never)).toThrow(
        expect.objectContaining({ name: 'ConfigurationError', path: 'target' }),
      );
    },
  );

  it('does not throw before the chat is read', async () => {
    await using fixture = scriptedUnderstudy(hello);
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 20_000; level += 1) deep = { deep };
    const chat = fixture.understudy.chat({
      ...createRequest(),
      providerOptions: { deep },
    } as never);
    expect(await failureOf(chat.text())).toMatchObject({
      code: 'invalid-request',
      expected: 'a value with at most 500 levels',
    });
  });

  it('listens to a signal that is an ordinary object', async () => {
    await using fixture = scriptedUnderstudy(hello);
    const signal = {
      aborted: false,
      reason: new Error('enough'),
      addEventListener: () => {},
      removeEventListener: () => {},
    };
    const chat = fixture.ask({ signal: signal as unknown as AbortSignal });
    signal.aborted = true;
    expect(await failureOf(chat.text())).toBe(signal.reason);
  });

  it('accepts a signal of another realm', async () => {
    await using fixture = scriptedUnderstudy([{ type: 'hang' }]);
    const events = new EventTarget();
    const signal = Object.assign(events, { aborted: false, reason: new Error('enough') });
    const failing = failureOf(fixture.ask({ signal: signal as unknown as AbortSignal }).text());
    await fixture.clock.advance(0);
    signal.aborted = true;
    signal.dispatchEvent(new Event('abort'));
    expect(await failing).toBe(signal.reason);
  });
});
