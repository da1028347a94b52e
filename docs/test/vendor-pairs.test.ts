import { readFileSync } from 'node:fs';

import { createUnderstudy } from '@understudy/core';
import type { Message, Understudy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { dialects } from './vendor-pairs/dialects.ts';
import { playConversation, signaturesOf } from './vendor-pairs/play-conversation.ts';
import type { Step } from './vendor-pairs/play-conversation.ts';
import { renderPairs, renderVendors } from './vendor-pairs/render-tables.ts';
import type { PlayedPair } from './vendor-pairs/render-tables.ts';
import { isObject } from './vendor-pairs/sent-request.ts';

const pairs = dialects.flatMap((first) => dialects.map((second) => ({ first, second })));
const names = ({ first, second }: Pick<PlayedPair, 'first' | 'second'>): string =>
  `${first.label}, then ${second.label}`;
const played = new Map<string, Promise<PlayedPair>>();

/** Plays each conversation once. */
function play(pair: Pick<PlayedPair, 'first' | 'second'>): Promise<PlayedPair> {
  const { first, second } = pair;
  const playing =
    played.get(names(pair)) ??
    playConversation(first, second).then((conversation) => ({ ...pair, ...conversation }));
  played.set(names(pair), playing);
  return playing;
}

function signaturesFrom(steps: readonly Step[], target: Step['target']): readonly string[] {
  return steps.flatMap((step) =>
    step.target === target ? signaturesOf(step.response.message) : [],
  );
}

describe.each(pairs)('a conversation with $first.label, then $second.label', (pair) => {
  it('continues at the second vendor, and returns to the first one', async () => {
    const { steps, statuses } = await play(pair);
    expect(steps.map(({ target }) => target)).toEqual([
      'first',
      'second',
      'second',
      'first',
      'second',
      'first',
    ]);
    expect(new Set([...statuses.first, ...statuses.second])).toEqual(new Set([200]));
    expect(steps.map(({ response }) => response.toolCalls.length)).toEqual([2, 0, 2, 0, 0, 0]);
    expect(steps.slice(4).map(({ response }) => response.output)).toEqual([
      { warmest: expect.any(String) },
      { warmest: expect.any(String) },
    ]);
  });

  it('contains the system prompt, the image, each result and its failure in each request', async () => {
    const [, ...later] = (await play(pair)).steps;
    for (const { sent } of later) {
      expect(sent).toMatchObject({ system: expect.any(String), failure: expect.any(String) });
      expect(sent.images).toBe(1);
      expect(sent.resultIds).toEqual(sent.callIds);
      expect(sent.text).toContain('Unknown city.');
    }
    expect(later.map(({ sent }) => sent.callIds.length)).toEqual([2, 2, 4, 4, 4]);
  });

  it('sends no signature to the other vendor', async () => {
    const { steps } = await play(pair);
    const signatures = {
      first: signaturesFrom(steps, 'first'),
      second: signaturesFrom(steps, 'second'),
    };
    for (const { target, sent } of steps) {
      const foreign = signatures[target === 'first' ? 'second' : 'first'];
      const own = new Set(signatures[target]);
      const isSent = (signature: string): boolean =>
        !own.has(signature) && sent.text.includes(signature);
      expect(foreign.filter(isSent)).toEqual([]);
    }
  });

  it('sends each signature back to its vendor', async () => {
    const { steps } = await play(pair);
    const earlier: Step[] = [];
    for (const step of steps) {
      for (const signature of signaturesFrom(earlier, step.target)) {
        expect(step.sent.text).toContain(signature);
      }
      earlier.push(step);
    }
  });

  it('has ids of tool calls that each vendor accepts, and returns its own ones', async () => {
    const { steps, first, second } = await play(pair);
    const [begun, resumed, called, returned] = steps;
    for (const { target, sent } of steps) {
      const { idPattern } = target === 'first' ? first : second;
      for (const id of sent.callIds) expect(id).toMatch(idPattern);
      expect(new Set(sent.callIds).size).toBe(sent.callIds.length);
    }
    expect(resumed?.sent.callIds).toEqual(['call_1', 'call_2']);
    const firstIds = begun?.response.toolCalls.map(({ id }) => id) ?? [];
    expect(returned?.sent.callIds.slice(0, 2)).toEqual(firstIds);
    const secondIds = called?.response.toolCalls.map(({ id }) => id) ?? [];
    expect(steps[4]?.sent.callIds.slice(2)).toEqual(secondIds);
  });
});

/** A conversation that another program stored. Its parts have no origin. */
const stored: readonly Message[] = [
  { role: 'user', content: 'Which city is warmer?' },
  {
    role: 'assistant',
    content: ['functions.temperature:0', `chatcmpl-tool-${'a'.repeat(80)}`].map(
      (id) =>
        ({ type: 'tool-call', id, name: 'temperature', argumentsText: '{"city":"Oslo"}' }) as const,
    ),
  },
  {
    role: 'tool',
    content: ['functions.temperature:0', `chatcmpl-tool-${'a'.repeat(80)}`].map(
      (toolCallId) =>
        ({ type: 'tool-result', toolCallId, name: 'temperature', output: '21' }) as const,
    ),
  },
];

it.each(dialects)('$label receives accepted ids for calls without an origin', async (dialect) => {
  await using emulator = await dialect.start([]);
  const provider = dialect.define('vendor', emulator.url);
  const understudy: Understudy = createUnderstudy({ providers: [provider] });
  await understudy.chat({ model: `vendor/${dialect.model}`, messages: stored }).text();
  await understudy.close();
  const [body] = [emulator.requests.at(-1)?.body].filter(isObject);
  const { callIds = [], resultIds = [] } = body ? dialect.read(body) : {};
  for (const id of callIds) expect(id).toMatch(dialect.idPattern);
  expect(new Set(callIds).size).toBe(2);
  expect(resultIds).toEqual(callIds);
});

it('docs/vendor-pairs.md shows what each vendor received', async () => {
  const page = readFileSync('docs/vendor-pairs.md', 'utf8');
  const all = await Promise.all(pairs.map(play));
  const rendered = replaceTable(
    replaceTable(page, 'vendor', renderVendors(all)),
    'first',
    renderPairs(all.filter(({ first, second }) => first !== second)),
  );
  await expect(rendered).toMatchFileSnapshot('../vendor-pairs.md');
});

/** Replaces the table whose header begins with a word. */
function replaceTable(page: string, word: string, table: string): string {
  return page.replace(new RegExp(`^\\| ${word} +\\|.*\\n(?:\\|.*\\n)*`, 'mu'), () => `${table}\n`);
}
