import { expect, it } from 'vitest';

import { kinds } from './kind.ts';
import { deriveNames } from './names.ts';
import { readTemplate, renameVendor } from './template.ts';

it.each(kinds)('the template of $name is renamed in texts and paths', async ({ layers }) => {
  const files = renameVendor(await readTemplate(layers), deriveNames({ name: 'x.ai' }));
  expect([...files.keys()]).toContain('test/x.ai-stage.ts');
  expect([...files].flat().join('\n')).not.toMatch(/my[- _]?vendor/i);
});

it('a vendor is not called as something else in the code', () => {
  const files = new Map([['src/index.ts', 'export const myVendor = converse(answer);']]);
  const rename = (id: string): string | undefined =>
    renameVendor(files, deriveNames({ name: 'acme', id })).get('src/index.ts');
  expect(rename('con-verse')).toBe('export const conVerse = converse(answer);');
  expect(() => rename('converse')).toThrow(
    'id: expected a word that the generated code has no other use for, received "converse"; try --id converse-ai',
  );
});
