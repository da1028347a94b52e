import { expect, it } from 'vitest';

import { kinds } from './kind.ts';
import { deriveNames } from './names.ts';
import { readTemplate, renameVendor } from './template.ts';

it.each(kinds)('the template of $name is renamed in texts and paths', async ({ layers }) => {
  const files = renameVendor(await readTemplate(layers), deriveNames({ name: 'x.ai' }));
  expect([...files.keys()]).toContain('test/x.ai-wire-format.ts');
  expect([...files].flat().join('\n')).not.toMatch(/my[- _]?vendor/i);
});

it('rejects an id that the template already uses as a name', () => {
  const files = new Map([['src/index.ts', 'export const myVendor = streamChat(response);']]);
  const rename = (id: string): string | undefined =>
    renameVendor(files, deriveNames({ name: 'acme', id })).get('src/index.ts');
  expect(rename('streamer')).toBe('export const streamer = streamChat(response);');
  expect(() => rename('stream-chat')).toThrow(
    'id: expected a word that the generated code has no other use for, received "stream-chat"; try --id stream-chat-ai',
  );
});
