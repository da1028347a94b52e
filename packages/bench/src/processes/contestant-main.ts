import process from 'node:process';

import { findVariant } from './find-variant.ts';
import { serve } from './serve.ts';

const [scenarioName, variantName, contestantName, upstreamUrl = ''] = process.argv.slice(2);

await serve(async () => {
  const { contestants } = findVariant(scenarioName, variantName);
  const entry = contestants.find(({ name }) => name === contestantName);
  if (!entry) throw new Error(`unknown contestant "${contestantName}"`);
  const contestant = await entry.create(upstreamUrl);
  return {
    handle: async ({ repeat }) => ({ kind: 'sample', sample: await contestant.repeat(repeat) }),
    close: () => contestant.close(),
  };
});
