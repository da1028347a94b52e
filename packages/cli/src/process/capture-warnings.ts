import { setImmediate } from 'node:timers/promises';

import type { CapturedWarning } from '../cli-ports.ts';

/** Implements `Warnings.capture`: replaces the warning listeners of Node.js until the release. */
export function captureWarnings(): () => Promise<readonly CapturedWarning[]> {
  const printers = process.listeners('warning');
  const captured: Error[] = [];
  const capture = (warning: Error): void => void captured.push(warning);
  process.removeAllListeners('warning');
  process.on('warning', capture);
  return async () => {
    // Node.js emits a warning one tick after `process.emitWarning()`.
    await setImmediate();
    process.off('warning', capture);
    for (const printer of printers) process.on('warning', printer);
    // With --no-warnings, Node.js installs no printer.
    if (printers.length === 0) return [];
    const others = captured.filter((warning) => !isProviderDeprecation(warning));
    for (const warning of others) for (const printer of printers) printer(warning);
    return captured.filter(isProviderDeprecation).map((warning) => ({
      message: warning.message,
      code: codeOf(warning),
    }));
  };
}

function isProviderDeprecation(warning: Error): boolean {
  return (
    warning.name === 'DeprecationWarning' && codeOf(warning)?.startsWith('UNDERSTUDY_') === true
  );
}

function codeOf(warning: Error): string | undefined {
  const code: unknown = Reflect.get(warning, 'code');
  return typeof code === 'string' ? code : undefined;
}
