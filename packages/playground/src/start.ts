import process from 'node:process';

import { startPlayground } from './start-playground.ts';

const port = Number(process.env['PORT'] ?? 4101);
try {
  const playground = await startPlayground({ port });
  process.stdout.write(
    `Playground: ${playground.url}\nEmulated vendors, no keys. Stop it with Ctrl+C.\n`,
  );
  const stop = (): void => void playground[Symbol.asyncDispose]();
  process.once('SIGINT', stop).once('SIGTERM', stop);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The playground could not start on port ${port}: ${reason}. Set PORT.\n`);
  process.exitCode = 1;
}
