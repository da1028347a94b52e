import { invalidValue } from '../invalid-value.ts';

/** The header in which a request names its script. */
export const scriptHeader = 'x-emulator-script';

/** Throws on a name that could not be told from a run of it, or not be sent in a header. */
export function checkScriptName(name: string, path: string): void {
  if (/^[\w.-]+$/u.test(name)) return;
  throw invalidValue(path, 'a name of letters, digits, dots, hyphens and underscores', name);
}

/** The script in a header's value: what stands before a `#`, which begins a run of its own. */
export function readScriptName(value: string): string {
  return value.split('#', 1)[0] ?? '';
}
