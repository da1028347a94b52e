import { inspect } from 'node:util';

/** All that a failure, and what stands around it, says to whoever prints it. */
export function tellAll(failure: unknown, ...rest: readonly unknown[]): string {
  const causes: unknown[] = [];
  for (let cause = failure; cause instanceof Error; cause = cause.cause) {
    causes.push(cause.message, cause.stack, JSON.stringify(cause), String(cause));
  }
  const all = [failure, ...rest];
  return [inspect(all, { depth: 20 }), JSON.stringify(all), ...causes].join('\n');
}
