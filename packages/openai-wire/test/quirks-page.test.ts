import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import type { Quirks } from '../src/index.ts';

const quirks: Readonly<Record<keyof Quirks, true>> = {
  maxTokensField: true,
  systemRole: true,
  seedField: true,
  reasoningField: true,
  thinkingSwitch: true,
  reasoningEfforts: true,
  modelRules: true,
  streams: true,
  streamUsage: true,
  jsonSchema: true,
  textParts: true,
  fileUrls: true,
  resultFiles: true,
  thinkTags: true,
  shortToolCallIds: true,
  maxToolCallIdLength: true,
  callOnlyContent: true,
  placeholderSignature: true,
  toolChoice: true,
  rootUnions: true,
  roleOrder: true,
  maxStopSequences: true,
  maxTemperature: true,
  topK: true,
  metadata: true,
  unsupportedFields: true,
};

it('docs/openai-compatible.md lists every quirk', () => {
  const page = readFileSync(new URL('../../../docs/openai-compatible.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split('## Quirks');
  const [table = ''] = section.split('## ');
  const listed = [...table.matchAll(/^\| `(\w+)`/gmu)].map(([, name]) => name);
  expect(listed).toHaveLength(Object.keys(quirks).length);
  expect(listed).toEqual(expect.arrayContaining(Object.keys(quirks)));
});
