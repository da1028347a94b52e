import type { Attributes, Counter, Meter } from '@opentelemetry/api';
import type { Usage } from '@understudy/core';

import type { TokenConventions } from '../conventions.ts';
import { attributes } from '../conventions.ts';

/** The boundaries of the semantic conventions for token counts. */
const boundaries = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
  67_108_864,
];

/** Returns a function that records the known token counts of an attempt. */
export function createTokenRecorder(
  meter: Meter,
  names: TokenConventions,
): (usage: Usage, target: Attributes) => void {
  return names.type === 'histogram'
    ? createHistogramRecorder(meter, names.name)
    : createCounterRecorder(meter, names);
}

function createHistogramRecorder(
  meter: Meter,
  name: string,
): (usage: Usage, target: Attributes) => void {
  const histogram = meter.createHistogram(name, {
    description: 'Input and output tokens of an attempt.',
    unit: '{token}',
    advice: { explicitBucketBoundaries: boundaries },
  });
  return ({ inputTokens, outputTokens }, target) => {
    if (inputTokens !== undefined) {
      histogram.record(inputTokens, { ...target, [attributes.tokenType]: 'input' });
    }
    if (outputTokens !== undefined) {
      histogram.record(outputTokens, { ...target, [attributes.tokenType]: 'output' });
    }
  };
}

function createCounterRecorder(
  meter: Meter,
  names: Extract<TokenConventions, { readonly type: 'counters' }>,
): (usage: Usage, target: Attributes) => void {
  const createCounter = (name: string, description: string): Counter =>
    meter.createCounter(name, { description, unit: '{token}' });
  const input = createCounter(names.input, 'Input tokens, including cached tokens.');
  const output = createCounter(names.output, 'Output tokens, including reasoning tokens.');
  const cacheRead = createCounter(names.cacheRead, 'Input tokens that were read from a cache.');
  const cacheWrite = createCounter(names.cacheWrite, 'Input tokens that were written to a cache.');
  const reasoning = createCounter(names.reasoning, 'Output tokens that are reasoning.');
  return (usage, target) => {
    // Vendors do not report the counts of text, images and audio separately.
    const counted = { ...target, [attributes.tokenModality]: 'unknown' };
    const add = (counter: Counter, tokens: number | undefined): void => {
      if (tokens !== undefined) counter.add(tokens, counted);
    };
    add(input, usage.inputTokens);
    add(output, usage.outputTokens);
    add(cacheRead, usage.cachedInputTokens);
    add(cacheWrite, usage.cacheWriteTokens);
    add(reasoning, usage.reasoningTokens);
  };
}
