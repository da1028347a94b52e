import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

/** Returns the linter's output for a file in a temporary copy of a folder, which no build includes. */
function lint(folder: string, code: string): string {
  const root = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    const planted = join(root, folder);
    mkdirSync(planted, { recursive: true });
    writeFileSync(join(planted, 'planted.ts'), code);
    return spawnSync('oxlint', ['--config', '.oxlintrc.json', planted], { encoding: 'utf8' })
      .stdout;
  } finally {
    rmSync(root, { recursive: true });
  }
}

it.each([
  [
    'an import from a folder in a higher row',
    'packages/core/src/errors',
    "import type { Understudy } from '../runtime/create-understudy.ts';\nexport type Planted = Understudy;\n",
    'folder errors may not import from runtime',
  ],
  [
    'an import from another folder of the same row',
    'packages/core/src/json',
    "export { copyString } from '../text/copy-string.ts';\n",
    'folder json may not import from text',
  ],
  [
    'a folder of core without a row',
    'packages/core/src/planted',
    'export const planted = 1;\n',
    'folder planted has no row',
  ],
  [
    'a comment of more than 120 columns',
    'packages/core/src/chain',
    `/** ${'word '.repeat(24)}*/\nexport const planted = 1;\n`,
    'at most 120 columns',
  ],
  [
    'a container resolved outside the composition root',
    'packages/core/src/chain',
    "export function planted(container: { resolve(token: string): void }): void {\n  container.resolve('x');\n}\n",
    'resolved at the composition root',
  ],
  [
    'an import of tsyringe outside the composition root',
    'packages/core/src/chain',
    "export { container } from 'tsyringe';\n",
    'only in core/src/runtime/tsyringe.ts',
  ],
  [
    'an import of undici outside the http folder of core',
    'packages/provider-fakegpt/src',
    "export { request } from 'undici';\n",
    'only in the http folder of core',
  ],
  [
    'the type any',
    'packages/core/src/chain',
    'export const planted: any = 1;\n',
    'no-explicit-any',
  ],
  [
    'a default export',
    'packages/core/src/chain',
    'const planted = 1;\nexport default planted;\n',
    'no-default-export',
  ],
])('reports %s', (_name, folder, code, message) => {
  expect(lint(folder, code)).toContain(message);
});
