import { CommanderError } from 'commander';

import { CommandError } from '../failure/command-error.ts';
import type { ProgramPorts } from './create-program.ts';
import { createProgram } from './create-program.ts';
import type { Invocation } from './invocation.ts';

/**
 * The command that the words mean; undefined when they asked for help or the version, which is then
 * printed already.
 *
 * @throws CommandError for what means nothing, with the nearest name
 */
export function parseArguments(
  words: readonly string[],
  ports: ProgramPorts,
): Invocation | undefined {
  const meant: Invocation[] = [];
  const program = createProgram(ports, (invocation) => meant.push(invocation));
  try {
    program.parse(words.length === 0 ? ['--help'] : [...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const names = program.commands.map((command) => command.name());
    if (error.exitCode !== 0) throw toUsageError(error, words, names);
  }
  return meant[0];
}

function toUsageError(
  { message }: CommanderError,
  [first = '']: readonly string[],
  commands: readonly string[],
): CommandError {
  const sentence = message.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
  const page = commands.includes(first) ? `understudy ${first} --help` : 'understudy --help';
  return new CommandError('usage', sentence, `Run "${page}" to see what there is.`);
}
