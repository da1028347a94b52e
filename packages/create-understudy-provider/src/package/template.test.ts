import { expect, it } from 'vitest';

import { kinds } from '../input/kind.ts';
import { deriveNames } from '../input/names.ts';
import { readTemplate, renameVendor } from './template.ts';

it.each(kinds)('renameVendor replaces all names in the template $name', async ({ layers }) => {
  const files = renameVendor(await readTemplate(layers), deriveNames({ name: 'x.ai' }));
  expect([...files.keys()]).toContain('test/x.ai-wire-format.ts');
  expect([...files].flat().join('\n')).not.toMatch(/my[- _]?vendor/i);
});

it('renameVendor rejects an id that the template already uses', () => {
  const files = new Map([['src/index.ts', 'export const myVendor = streamChat(response);']]);
  const rename = (id: string): string | undefined =>
    renameVendor(files, deriveNames({ name: 'acme', id })).get('src/index.ts');
  expect(rename('streamer')).toBe('export const streamer = streamChat(response);');
  expect(() => rename('stream-chat')).toThrow(
    'id: expected an id that the generated code does not use as a name, received "stream-chat"; try --id stream-chat-ai',
  );
});
