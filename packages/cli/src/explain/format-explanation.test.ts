import { createUnderstudy } from '@understudy/core';
import type { ChainDefinition, ChainExplanation } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { expect, it } from 'vitest';

import { StringOutput } from '../../test/string-output.ts';
import { explainModel } from '../packages/explain-model.ts';
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
  return explainModel(understudy, 'support');
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
   retry       none; other waits take up to 5 s
   timeouts    connect 10 s, headers 60 s, first content 2 min, progress 5 min, idle 90 s, total 10 min
   limits      event 32 MiB, error 64 KiB, JSON 32 MiB, response 64 MiB
   breaker     opens for 15 s, up to 5 min, after 5 failures in a row or 50 % of at least 5 calls in 60 s
   cooldown    60 s without a requested delay; at most 5 min
   commit      complete: text is printed when the response is complete
   midStream   restart: the response starts again after an error (only with --json)
   accept      finish reason stop, tool-calls; text of at least 1 characters; JSON if requested
   errorRules  invalid-request: fallback yes; timeout: retry no, fallback no`,
  );
});

it('prints the defaults', () => {
  const text = formatExplanation('primary/small', explain(['primary/small']), new StringOutput());
  expect(text).toMatch(/^primary\/small {2}1 target\n\n1 {2}primary\/small\n\npolicy\n/);
  expect(text).toContain('deadline    none\n');
  expect(text).toContain('accept      every response that is not empty\n');
  expect(text).toContain('2 per target after a delay of up to 250 ms, doubling up to 8 s; other');
  expect(text).toMatch(/errorRules {2}defaults$/);
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
  };
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
