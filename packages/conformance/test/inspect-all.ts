import { inspect } from 'node:util';

/** Returns everything that printing an error, its causes and other objects shows. */
export function inspectAll(error: unknown, ...others: readonly unknown[]): string {
  const causes: unknown[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    causes.push(cause.message, cause.stack, JSON.stringify(cause), String(cause));
  }
  const all = [error, ...others];
  return [inspect(all, { depth: 20 }), JSON.stringify(all), ...causes].join('\n');
}
