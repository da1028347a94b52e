import { createUnderstudy } from '@understudy/core';
import type { ChainDefinition, ChainExplanation } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { expect, it, vi } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { formatExplanation } from './format-explanation.ts';

const primary = new ScriptedProvider({
  id: 'primary',
  models: ['large', 'small'],
  lifecycle: { state: 'active' },
  script: [],
}).definition;

type Support = ChainDefinition<'primary/large' | 'primary/small'>;

function explain(support: Support): ChainExplanation {
  const understudy = createUnderstudy({ providers: [primary], chains: { support } });
  return understudy.explain({ model: 'support' });
}

const allOptions: Support = {
  targets: [
    {
      target: 'primary/large',
      parameters: { temperature: 0.2, stop: ['END'], seed: null },
      providerOptions: { serviceTier: 'flex' },
      retries: 1,
      maxWaitMs: 3000,
      timeouts: { firstContentMs: 2000 },
      limits: { maxJsonBytes: 2048 },
      maxConcurrent: 4,
      requestsPerMinute: 60,
      tokensPerMinute: 9000,
      contextTokens: 8000,
      errorRules: { timeout: { retry: 'yes' } },
    },
    'primary/small',
  ],
  retry: { maxRetries: 0 },
  timeouts: { idleMs: 90_000 },
  deadlineMs: 20_000,
  commit: 'complete',
  midStream: 'restart',
  hedge: { afterMs: 300 },
  accept: { finishReasons: ['stop', 'tool-calls'], minTextLength: 1, schema: true },
  errorRules: { 'invalid-request': { fallback: 'yes' }, timeout: { retry: 'no', fallback: 'no' } },
};

it('prints the targets in order with their options, then the policy', () => {
  expect(formatExplanation('support', explain(allOptions), new StringOutput())).toBe(
    `support  2 targets

1  primary/large
   parameters  temperature 0.2, stop ["END"], seed left out
   options     serviceTier "flex"
   retry       1 before another target; waits up to 3 s for this target
   limits      first content 2 s, JSON 2 KiB, 4 concurrent, 60 requests per minute, 9000 tokens per minute, 8000 tokens of context
   errorRules  invalid-request: fallback yes; timeout: retry yes, fallback no
2  primary/small

policy
   attempts    at most 4
   deadline    20 s, including waits
   retry       none
   waits       up to 5 s for a cooldown, a circuit breaker or a queue
   budget      0.2 retries per chat of the runtime, with a reserve of 50
   hedge       another target after 300 ms without content; at most 1 extra attempt at the same time
   timeouts    connect 10 s, headers 60 s, first content 2 min, progress 5 min, idle 90 s, total 10 min
   limits      event 32 MiB, error 64 KiB, JSON 32 MiB, response 64 MiB
   breaker     opens for 15 s, up to 5 min, after 5 failures in a row or 50 % of at least 5 calls in 60 s
   cooldown    60 s without a requested delay; at most 5 min
   commit      complete: text is printed when the response is complete
   midStream   restart: the response starts again after an error (only with --json)
   accept      finish reason stop, tool-calls; text of at least 1 character; JSON if requested
   errorRules  invalid-request: fallback yes; timeout: retry no, fallback no`,
  );
});

it('prints the defaults', () => {
  const text = formatExplanation('primary/small', explain(['primary/small']), new StringOutput());
  expect(text).toMatch(/^primary\/small {2}1 target\n\n1 {2}primary\/small\n\npolicy\n/);
  expect(text).toContain('deadline    none\n');
  expect(text).toContain('accept      every response that is not empty\n');
  expect(text).toContain('2 per target after a delay of up to 250 ms, doubling up to 8 s\n');
  expect(text).toContain('hedge       none\n');
  expect(text).toMatch(/errorRules {2}defaults$/);
});

it('prints a percentile of hedge, slow calls and chats that do not wait', () => {
  const understudy = createUnderstudy({
    providers: [primary],
    breaker: { slowCallMs: 5000, slowCallRate: 0.25 },
    retryBudget: { ratio: 0.1, reserve: 0 },
    chains: {
      support: {
        targets: ['primary/large', 'primary/small'],
        hedge: { percentile: 95, maxExtra: 2 },
        retry: { maxWaitMs: 0 },
      },
    },
  });
  const explanation = understudy.explain({ model: 'support' });
  const text = formatExplanation('support', explanation, new StringOutput());
  expect(text).toContain(
    `
   waits       none for a cooldown, a circuit breaker or a queue
   budget      0.1 retries per chat of the runtime, with a reserve of 0
   hedge       another target after percentile 95 of the times to first content in the last minute; at most 2 extra attempts at the same time
`,
  );
  expect(text).toContain('in 60 s or 25 % slower than 5 s to their first content\n');
});

it('prints which limit is reached and how many chats wait in its queue', async () => {
  const busy = new ScriptedProvider({
    id: 'busy',
    models: ['model'],
    lifecycle: { state: 'active' },
    script: [{ type: 'hang' }],
  });
  await using understudy = createUnderstudy({
    providers: [busy.definition],
    chains: { support: [{ target: 'busy/model', maxConcurrent: 1 }] },
  });
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  const chats = ['first', 'second'].map(() => understudy.chat({ model: 'support', messages }));
  const ends = chats.map((chat) => chat.text());
  await vi.waitFor(() => expect(understudy.health()).toMatchObject([{ inFlight: 1, queued: 1 }]));
  const explanation = understudy.explain({ model: 'support' });
  expect(formatExplanation('support', explanation, new StringOutput())).toContain(
    '   skipped     concurrency-limited: maxConcurrent reached (at most 1 call in flight); 1 chat in the queue\n   limits      1 concurrent\n',
  );
  await understudy.close();
  expect((await Promise.allSettled(ends)).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
});

it('prints why a member of a pool has its position', () => {
  const pool = [
    { target: 'primary/small', weight: 1 } as const,
    { target: 'primary/large', weight: 2 } as const,
  ];
  const explanation = explain([{ pool, strategy: 'weighted' }]);
  const text = formatExplanation('support', explanation, new StringOutput());
  expect(text).toContain(
    '1  primary/large\n   pool        weighted: weight 2 of 3\n2  primary/small\n   pool        weighted: weight 1 of 3\n',
  );
});

it('prints why a target is skipped, and that it is deprecated', () => {
  const { policy, targets } = explain(['primary/large']);
  const [target] = targets;
  if (!target) throw new Error('expected a target');
  const skipped = {
    code: 'circuit-open',
    message: 'circuit breaker open; next probe in 1 s',
    retryAfterMs: 900,
  } as const;
  const explanation: ChainExplanation = {
    policy,
    targets: [{ ...target, lifecycle: 'deprecated', skipped }],
  };
  expect(formatExplanation('support', explanation, new StringOutput())).toContain(
    '1  primary/large  deprecated\n   skipped     circuit-open: circuit breaker open; next probe in 1 s\n',
  );
});

it('stays within 80 columns on a terminal', () => {
  const text = formatExplanation('support', explain(allOptions), new StringOutput('terminal'));
  const lines = text.split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines).toContainEqual(expect.stringMatching(/^ {15}\S/));
});

it('prints shares of the breaker without errors of floating-point numbers', () => {
  const understudy = createUnderstudy({
    providers: [primary],
    breaker: { failureRate: 0.55, slowCallMs: 5000, slowCallRate: 0.07 },
  });
  const explanation = understudy.explain({ model: 'primary/small' });
  const text = formatExplanation('primary/small', explanation, new StringOutput());
  expect(text).toContain(' or 55 % of at least 5 calls in 60 s or 7 % slower than 5 s ');
});
