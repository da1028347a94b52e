import { relative, sep } from 'node:path';

import type { CreatePorts } from './create-ports.ts';
import type { Names } from './names.ts';
import type { Plan } from './plan-package.ts';

/** What was made, and what comes next, in lines of a terminal. */
export function nextSteps(
  { folder, changeset, workspace }: Plan,
  { packageName }: Names,
  { cwd, userAgent }: Pick<CreatePorts, 'cwd' | 'userAgent'>,
): string {
  const at = relative(cwd, folder).replaceAll(sep, '/');
  const [, manager = 'npm'] = /^(pnpm|yarn|bun)\//.exec(userAgent ?? '') ?? [];
  const tool = workspace ? 'pnpm' : manager;
  const lines = [
    `Created ${packageName} in ${at || 'this folder'}`,
    ...(changeset ? [`Its first change is told in ${relative(cwd, changeset.file)}`] : []),
    '',
    ...(at === '' ? [] : [`  cd ${quote(at)}`]),
    `  ${tool} install`,
    `  ${tool} test     runs the conformance suite: green, on a made-up vendor`,
    '',
    'README.md tells which files to change, in which order.',
  ];
  return `${lines.join('\n')}\n`;
}

/** A word as a POSIX shell takes it. */
function quote(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
