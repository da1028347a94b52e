import { inspect } from 'node:util';

/** All that printing a value can show, in every usual way, its causes included. */
export function inspectAll(value: unknown): string {
  const told = [inspect(value, { depth: 20, showHidden: false }), stringify(value), String(value)];
  if (value instanceof Error) {
    told.push(value.message, value.stack ?? '');
    if (value.cause !== undefined) told.push(inspectAll(value.cause));
  }
  return told.join('\n');
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
