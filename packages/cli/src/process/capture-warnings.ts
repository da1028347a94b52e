import { setImmediate } from 'node:timers/promises';

import type { CapturedWarning } from '../cli-ports.ts';

/** Takes the place of Node's own printer of warnings, until the function returned is called. */
export function captureWarnings(): () => Promise<readonly CapturedWarning[]> {
  const printers = process.listeners('warning');
  const held: Error[] = [];
  const keep = (warning: Error): void => void held.push(warning);
  process.removeAllListeners('warning');
  process.on('warning', keep);
  return async () => {
    // Node tells a warning a tick after it was given.
    await setImmediate();
    process.off('warning', keep);
    for (const printer of printers) process.on('warning', printer);
    // Without a printer (--no-warnings) somebody has asked for silence.
    if (printers.length === 0) return [];
    const others = held.filter((warning) => !isOurs(warning));
    for (const warning of others) for (const printer of printers) printer(warning);
    return held.filter(isOurs).map((warning) => ({
      message: warning.message,
      code: codeOf(warning),
    }));
  };
}

function isOurs(warning: Error): boolean {
  return (
    warning.name === 'DeprecationWarning' && codeOf(warning)?.startsWith('UNDERSTUDY_') === true
  );
}

function codeOf(warning: Error): string | undefined {
  const code: unknown = Reflect.get(warning, 'code');
  return typeof code === 'string' ? code : undefined;
}
