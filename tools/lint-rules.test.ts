import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

/** What the linter says of a file planted in a room, which is a folder elsewhere so that no build sees it. */
function lint(room: string, code: string): string {
  const elsewhere = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    const folder = join(elsewhere, room);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'planted.ts'), code);
    return spawnSync('oxlint', ['--config', '.oxlintrc.json', folder], { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
}

it.each([
  [
    'an import from a room above',
    'packages/core/src/errors',
    "import type { Understudy } from '../runtime/create-understudy.ts';\nexport type Planted = Understudy;\n",
    'may not import from runtime',
  ],
  [
    'a container resolved outside of the root',
    'packages/core/src/chain',
    "export function planted(container: { resolve(token: string): void }): void {\n  container.resolve('x');\n}\n",
    'resolved at the composition root',
  ],
  [
    'tsyringe beside its one door',
    'packages/core/src/chain',
    "export { container } from 'tsyringe';\n",
    'only through di/tsyringe.ts',
  ],
  [
    'undici beside the http room',
    'packages/provider-fakegpt/src',
    "export { request } from 'undici';\n",
    "only in core's http room",
  ],
  ['an any', 'packages/core/src/chain', 'export const planted: any = 1;\n', 'no-explicit-any'],
  [
    'a default export',
    'packages/core/src/chain',
    'const planted = 1;\nexport default planted;\n',
    'no-default-export',
  ],
])('%s is refused', (_name, folder, code, words) => {
  expect(lint(folder, code)).toContain(words);
});
