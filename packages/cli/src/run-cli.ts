import type { Invocation } from './arguments/invocation.ts';
import { parseArguments } from './arguments/parse-arguments.ts';
import type { CliPorts } from './cli-ports.ts';
import type { CommandContext } from './command-context.ts';
import type { Failure } from './failure/failure.ts';
import { toFailure } from './failure/to-failure.ts';
import { watchInterruptions } from './interruption.ts';
import { Screen } from './render/screen.ts';
import { formatFailure, showFailure } from './render/show-failure.ts';
import { showWarnings } from './render/show-warnings.ts';

/**
 * Runs a command and resolves with its exit code.
 *
 * Resolves after everything that the command opened is closed. Never rejects: an error is printed
 * on stderr, or with `--json` as the last line of stdout.
 *
 * @param words - the command line without `understudy`
 */
export async function runCli(words: readonly string[], ports: CliPorts): Promise<number> {
  using interruptions = watchInterruptions(ports);
  const { signal } = interruptions;
  const screen = new Screen(ports.stdout, signal);
  const releaseWarnings = ports.warnings.capture();
  let failure: Failure | undefined;
  let exitCode = 0;
  try {
    const invocation = parseArguments(words, ports);
    if (invocation) exitCode = await runCommand(invocation, { ports, screen, signal });
  } catch (error) {
    failure = await toFailure(signal.aborted ? signal.reason : error);
    exitCode = failure.exitCode;
  }
  showWarnings(await releaseWarnings(), screen, ports.stderr);
  if (!failure) return exitCode;
  if (wantsJson(words) && ports.stdout.writable) ports.stdout.write(formatFailure(failure));
  else showFailure(failure, screen, ports.stderr);
  return exitCode;
}

/** Reads the flag from the words, because it also applies to a command line that is not valid. */
function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? words.length : end).includes('--json');
}

/** Loads only the code of the command that runs. */
async function runCommand(invocation: Invocation, context: CommandContext): Promise<number> {
  switch (invocation.command) {
    case 'demo':
      return (await import('./commands/demo.ts')).demo(invocation, context);
    case 'chat':
      return (await import('./commands/chat.ts')).chat(invocation, context);
    case 'explain':
      return (await import('./commands/explain.ts')).explain(invocation, context);
    case 'emulate':
      return (await import('./commands/emulate.ts')).emulate(invocation, context);
    case 'providers':
      return (await import('./commands/providers.ts')).providers(invocation, context);
    case 'models':
      return (await import('./commands/models.ts')).models(invocation, context);
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(invocation, context);
    case 'serve':
      return (await import('./commands/serve.ts')).serve(invocation, context);
    case 'keys':
      return (await import('./commands/keys.ts')).keys(invocation, context);
    case 'completion':
      return (await import('./completion/complete.ts')).printCompletion(invocation, context);
    case 'complete':
      return (await import('./completion/complete.ts')).complete(invocation, context);
  }
}
