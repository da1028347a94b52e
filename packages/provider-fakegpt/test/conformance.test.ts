import { describeProvider } from '@understudy/conformance';
import { describe, it } from 'vitest';

import { fakegpt } from '../src/index.ts';
import { fakegptStage, secrets } from './fakegpt-wire-format.ts';

describeProvider(
  { describe, it },
  {
    name: 'fakegpt',
    packageUrl: new URL('../package.json', import.meta.url),
    provider: ({ baseUrl }) => fakegpt({ baseUrl }),
    model: 'gpt-4',
    secrets,
    wireFormat: fakegptStage,
    skip: {
      tools: 'The protocol has no tools.',
      images: 'The protocol takes text only.',
      files: 'The protocol takes text only.',
      json: 'The protocol has no JSON mode.',
      'streams-reasoning': 'The site never tells what the model thinks.',
      'reports-usage': 'The site counts no tokens.',
      'translates-timeout': 'The site never answers with 408.',
      'translates-quota-exhausted': 'The site has no credit to run out of.',
      'translates-content-filtered': 'The site filters inside the answer only.',
    },
    report: new URL('../../../docs/capabilities/fakegpt.json', import.meta.url),
  },
);
