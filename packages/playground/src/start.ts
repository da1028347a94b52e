import process from 'node:process';

import { startPlayground } from './start-playground.ts';

const playground = await startPlayground({ port: Number(process.env['PORT'] ?? 4101) });
process.stdout.write(
  `Playground: ${playground.url}\nEmulated vendors, no keys. Stop it with Ctrl+C.\n`,
);
const stop = (): void => void playground[Symbol.asyncDispose]();
process.once('SIGINT', stop).once('SIGTERM', stop);
