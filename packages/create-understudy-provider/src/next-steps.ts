import { relative, sep } from 'node:path';

import type { CreatePorts } from './create-ports.ts';
import type { Names } from './input/names.ts';
import type { Plan } from './package/plan-package.ts';

/** Returns the output of the command: what was created, and the commands to run next. */
export function formatNextSteps(
  { folder, changeset, workspace }: Plan,
  { packageName }: Names,
  { cwd, userAgent }: Pick<CreatePorts, 'cwd' | 'userAgent'>,
): string {
  const path = relative(cwd, folder).replaceAll(sep, '/');
  const [, manager = 'npm'] = /^(pnpm|yarn|bun)\//.exec(userAgent ?? '') ?? [];
  const tool = workspace?.isPnpm ? 'pnpm' : manager;
  const lines = [
    `Created ${packageName} in ${path || 'the current folder'}`,
    ...(changeset ? [`Changeset: ${relative(cwd, changeset.file)}`] : []),
    '',
    'Next steps:',
    ...(path === '' ? [] : [`  cd ${quote(path)}`]),
    `  ${tool} install`,
    `  ${tool} test`,
    '',
    'The tests pass for an invented protocol. README.md lists the files to change, in order.',
  ];
  return `${lines.join('\n')}\n`;
}

/** Quotes a word for a POSIX shell, if it needs quotes. */
function quote(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
