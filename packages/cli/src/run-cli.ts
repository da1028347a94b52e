import type { Invocation } from './arguments/invocation.ts';
import { parseArguments } from './arguments/parse-arguments.ts';
import type { CliPorts } from './cli-ports.ts';
import type { CommandContext } from './commands/command-context.ts';
import { describeFailure } from './failure/describe-failure.ts';
import type { Failure } from './failure/failure.ts';
import { watchInterruptions } from './interruption.ts';
import { Screen } from './render/screen.ts';
import { showFailure } from './render/show-failure.ts';
import { showWarnings } from './render/show-warnings.ts';

/**
 * Runs the command that the arguments name; resolves with the exit code when everything that it
 * opened is closed. Nothing rejects: every failure is told on stderr.
 */
export async function runCli(words: readonly string[], ports: CliPorts): Promise<number> {
  using interruptions = watchInterruptions(ports);
  const { signal } = interruptions;
  const screen = new Screen(ports.stdout, signal);
  const releaseWarnings = ports.warnings.hold();
  let failure: Failure | undefined;
  let exitCode = 0;
  try {
    const invocation = parseArguments(words, ports);
    if (invocation) exitCode = await runCommand(invocation, { ports, screen, signal });
  } catch (error) {
    failure = await describeFailure(signal.aborted ? signal.reason : error);
    exitCode = failure.exitCode;
  }
  showWarnings(releaseWarnings(), screen, ports.stderr);
  if (failure) showFailure(failure, screen, ports.stderr);
  return exitCode;
}

/** A command's code is loaded when it is needed. */
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
      return (await import('./commands/providers.ts')).providers(context);
  }
}
