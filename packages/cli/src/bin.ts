import { setFlagsFromString } from 'node:v8';

import { createProcessPorts } from './process/process-ports.ts';
import { runCli } from './run-cli.ts';

// Decision 0045. Without this, open streams make the later chats of `serve` take up to 1.5 times the CPU time.
setFlagsFromString('--no-allocation-site-pretenuring');
process.exitCode = await runCli(process.argv.slice(2), createProcessPorts());
