import { CommanderError } from 'commander';

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
    const names = program.commands.map((command) => command.name());
    if (error.exitCode !== 0) throw toUsageError(error, words, names);
  }
  return invocations[0];
}

function toUsageError(
  { code, message }: CommanderError,
  [first = '']: readonly string[],
  commands: readonly string[],
): CommandError {
  const sentence =
    code === 'commander.help'
      ? 'missing command'
      : message.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
  const help = commands.includes(first) ? `understudy ${first} --help` : 'understudy --help';
  return new CommandError('usage', sentence, `Run "${help}" for the commands and options.`);
}
