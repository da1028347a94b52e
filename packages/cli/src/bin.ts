import { createProcessPorts } from './process/process-ports.ts';
import { runCli } from './run-cli.ts';

process.exitCode = await runCli(process.argv.slice(2), createProcessPorts());
