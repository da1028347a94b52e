import { invalidValue } from '../readers/invalid-value.ts';

/** The request header that selects a script. */
export const scriptHeader = 'x-emulator-script';

/** @throws RangeError if the name is not a string, or contains a `#` or a character that is not allowed in a header */
export function validateScriptName(name: unknown, path: string): void {
  if (typeof name === 'string' && /^[\w.-]+$/u.test(name)) return;
  throw invalidValue(path, 'a name of letters, digits, dots, hyphens and underscores', name);
}

/** Returns the script name of a header value: the part before `#`. The rest identifies a run. */
export function readScriptName(value: string): string {
  return value.split('#', 1)[0] ?? '';
}
