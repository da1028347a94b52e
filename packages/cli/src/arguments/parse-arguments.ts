import { CommanderError } from 'commander';
import type { Command } from 'commander';

import { CommandError } from '../failure/command-error.ts';
import type { ProgramPorts } from './create-program.ts';
import { createProgram } from './create-program.ts';
import type { Invocation } from './invocation.ts';

/**
 * Parses the command line.
 *
 * Returns undefined after it has printed the help or the version.
 *
 * @throws CommandError for an unknown command, unknown options or invalid values
 */
export function parseArguments(
  words: readonly string[],
  ports: ProgramPorts,
): Invocation | undefined {
  const invocations: Invocation[] = [];
  const program = createProgram(ports, (invocation) => invocations.push(invocation));
  try {
    program.parse(words.length === 0 ? ['--help'] : [...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw toUsageError(error, findCommand(program, words));
  }
  return invocations[0];
}

/** Returns the names of the command at the beginning of the words, for example `keys` and `create`. */
function findCommand(
  { commands }: Pick<Command, 'commands'>,
  [first, ...rest]: readonly string[],
): readonly string[] {
  const command = commands.find((known) => known.name() === first);
  return command ? [command.name(), ...findCommand(command, rest)] : [];
}

function toUsageError({ code, message }: CommanderError, command: readonly string[]): CommandError {
  const sentence =
    code === 'commander.help'
      ? 'missing command'
      : message.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
  const help = ['understudy', ...command, '--help'].join(' ');
  return new CommandError('usage', sentence, `Run "${help}" for the commands and options.`);
}
