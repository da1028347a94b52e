import type { Output } from '../cli-ports.ts';
import type { Failure } from '../failure/failure.ts';
import { stripCredentials } from '../failure/strip-credentials.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';
import { paint } from './style.ts';

/** Tells a person why nothing came, and what to do. */
export function showFailure({ told }: Failure, screen: Screen, output: Output): void {
  if (!told) return;
  const label = paint('red', `${told.label}:`, output);
  const hint = paint('dim', `  ${told.hint}`, output);
  screen.block(output, `${label} ${printable(told.message)}\n${hint}`);
}

/** Tells a program: one line of JSON of the type `error`. */
export function formatFailure({ json }: Failure): string {
  return stripCredentials(JSON.stringify({ type: 'error', ...json }));
}
