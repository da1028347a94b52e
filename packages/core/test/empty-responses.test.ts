import type { ScriptStep } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { chainFixture, eventsOf, logOf } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const reasoning: ScriptStep = { type: 'reasoning-delta', text: 'Hm.' };
const whole = [text('The end.'), finish];
const retry = { maxRetries: 0 };

const empties: readonly (readonly [string, readonly ScriptStep[]])[] = [
  ['reasoning only', [reasoning, finish]],
  ['redacted reasoning only', [{ type: 'reasoning-end', redacted: true, signature: 's' }, finish]],
  ['white space only', [text(' \n'), text('\t\u00a0'), finish]],
  ['a block of white space', [text(' '), { type: 'text-end', signature: 's' }, reasoning, finish]],
  ['reasoning and white space', [reasoning, text('\n\n'), finish]],
  ['reasoning and another reason', [reasoning, { type: 'finish', reason: 'other' }]],
  ['reasoning and the reason of tool calls', [reasoning, { type: 'finish', reason: 'tool-calls' }]],
];

describe.each(empties)('a response with %s', (_name, script) => {
  it('is read from the next target', async () => {
    await using fixture = chainFixture({ a: script, b: whole }, { retry });
    const chat = fixture.ask();
    expect(await chat.text()).toBe('The end.');
    expect(logOf(chat)).toEqual(['a failed empty-response', 'b succeeded']);
  });

  it('is read from the next target by an iteration with the commit complete', async () => {
    const chain = { commit: 'complete' } as const;
    await using fixture = chainFixture({ a: script, b: whole }, { chain, retry });
    expect(await Array.fromAsync(fixture.ask().textStream)).toEqual(['The end.']);
  });
});

describe('a response with a part of its vendor only', () => {
  const paused: ScriptStep = { type: 'text-end', providerMetadata: { call: 's1' } };

  it('is complete if the vendor paused it, so that it can be continued', async () => {
    const script: readonly ScriptStep[] = [
      paused,
      { type: 'finish', reason: 'other', rawReason: 'pause_turn' },
    ];
    await using fixture = chainFixture({ a: script, b: whole }, { retry });
    const response = await fixture.ask().response();
    expect(response).toMatchObject({ text: '', rawFinishReason: 'pause_turn' });
    expect(response.message.content).toMatchObject([{ providerMetadata: { call: 's1' } }]);
  });

  it('is empty with another reason', async () => {
    await using fixture = chainFixture({ a: [paused, finish], b: whole }, { retry });
    expect(await fixture.ask().text()).toBe('The end.');
  });
});

describe('a stream of white space', () => {
  it('falls back without a trace of it', async () => {
    const scripts = { a: [text(' '), text('\n'), finish], b: whole };
    await using fixture = chainFixture(scripts, { retry });
    const chat = fixture.ask();
    expect(await Array.fromAsync(chat.textStream)).toEqual(['The end.']);
    expect(logOf(chat)).toEqual(['a failed empty-response', 'b succeeded']);
  });

  it('is held back until text follows, and passed on unchanged', async () => {
    const script: readonly ScriptStep[] = [
      text('\n'),
      text('  '),
      { type: 'wait', ms: 10 },
      text(' a '),
      text('\n'),
      finish,
    ];
    await using fixture = chainFixture({ a: script });
    const chat = fixture.ask();
    const texts: string[] = [];
    const reading = (async () => {
      for await (const piece of chat.textStream) texts.push(piece);
    })();
    await fixture.clock.advance(9);
    expect(texts).toEqual([]);
    await fixture.clock.advance(1);
    await reading;
    expect(texts).toEqual(['\n', '  ', ' a ', '\n']);
    expect(await chat.text()).toBe('\n   a \n');
  });

  it('does not end the first-content timeout', async () => {
    const script: readonly ScriptStep[] = [text(' '), { type: 'hang' }];
    await using fixture = chainFixture({ a: script, b: whole }, { retry });
    const chat = fixture.ask({ timeouts: { firstContentMs: 50 } });
    const reading = chat.text();
    await fixture.clock.advance(50);
    expect(await reading).toBe('The end.');
    expect(chat.attempts[0]).toMatchObject({ firstContentMs: undefined });
  });

  it('is limited by maxResponseBytes', async () => {
    const script = Array.from({ length: 50 }, () => text(' '));
    const limits = { maxResponseBytes: 1000 };
    await using fixture = chainFixture({ a: script }, { limits, retry });
    const { error } = await eventsOf(fixture.ask());
    expect(error).toMatchObject({ code: 'response-too-large' });
  });
});

it('reasoning commits a stream, which then fails', async () => {
  await using fixture = chainFixture({ a: [reasoning, finish], b: whole }, { retry });
  const chat = fixture.ask();
  const { events, error } = await eventsOf(chat);
  expect(events.some(({ type }) => type === 'reasoning-delta')).toBe(true);
  expect(events.some(({ type }) => type === 'finish')).toBe(false);
  expect(error).toMatchObject({
    code: 'empty-response',
    message: 'a: only reasoning before the finish reason "stop"',
  });
  expect(logOf(chat)).toEqual(['a failed empty-response']);
});

describe('a response without text is not empty', () => {
  it.each<readonly [string, readonly ScriptStep[]]>([
    [
      'with a file',
      [{ type: 'file', mediaType: 'image/png', data: { type: 'base64', base64: '' } }],
    ],
    ['with a tool call', [{ type: 'tool-call-end', id: '1', name: 'now', argumentsText: '{}' }]],
    ['with the start of a tool call', [{ type: 'tool-call-start', id: '1', name: 'now' }]],
  ])('%s', async (_name, steps) => {
    await using fixture = chainFixture({ a: [reasoning, ...steps, finish] });
    expect(await fixture.ask().response()).toMatchObject({ text: '', reasoning: 'Hm.' });
  });

  it.each([reasoning, text(' ')])('with the finish reason length, after $type', async (step) => {
    await using fixture = chainFixture({ a: [step, { type: 'finish', reason: 'length' }] });
    expect(await fixture.ask().response()).toMatchObject({ finishReason: 'length' });
  });
});

it.each([reasoning, text(' ')])(
  'a content filter that leaves only $type withholds the response',
  async (step) => {
    await using fixture = chainFixture({ a: [step, { type: 'finish', reason: 'content-filter' }] });
    expect(await failureOf(fixture.ask().text())).toMatchObject({ code: 'content-filtered' });
  },
);
