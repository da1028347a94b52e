import { Interruption } from './input/prompt-missing.ts';
import { runCreate } from './run-create.ts';

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interruption.abort(new Interruption()));
}

process.exitCode = await runCreate(process.argv.slice(2), {
  cwd: process.cwd(),
  interactive: process.stdin.isTTY && process.stdout.isTTY,
  userAgent: process.env['npm_config_user_agent'],
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
});
