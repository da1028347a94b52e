import { findSimilarNames } from '@understudy/core/internal';

import { CommandError } from '../failure/command-error.ts';

/** A line that is a command instead of a message. */
export type SlashCommand =
  | { readonly name: 'model'; readonly reference: string | undefined }
  | { readonly name: 'reset' | 'help' | 'quit' };

/** The commands and their descriptions, in the order of `/help`. */
export const slashCommands = {
  '/model': 'Use another model or chain, as in /model openai/gpt-5; alone: print the current one',
  '/reset': 'Clear the history',
  '/help': 'Print this list',
  '/quit': 'Exit',
} as const;

const names = Object.keys(slashCommands);

/**
 * Parses a line that starts with a slash. Returns undefined for a message. A message may start with a
 * space and a slash.
 *
 * @throws CommandError for an unknown command or too many arguments
 */
export function readSlashCommand(line: string): SlashCommand | undefined {
  if (!line.startsWith('/')) return undefined;
  const [word = '', ...values] = line.trim().split(/\s+/);
  if (!names.includes(word)) throw unknownCommand(word);
  if (word === '/model') {
    if (values.length > 1) throw tooManyArguments(word, 'at most one reference');
    return { name: 'model', reference: values[0] };
  }
  if (values.length > 0) throw tooManyArguments(word, 'no arguments');
  return word === '/reset' ? { name: 'reset' } : { name: word === '/help' ? 'help' : 'quit' };
}

/** Returns the commands, with their model references, that start with a line. */
export function completeLine(line: string, references: readonly string[]): readonly string[] {
  if (!line.startsWith('/')) return [];
  const candidates = [...names, ...references.map((reference) => `/model ${reference}`)];
  return candidates.filter((candidate) => candidate.startsWith(line));
}

function unknownCommand(word: string): CommandError {
  const [similar] = findSimilarNames(word, names);
  const suggestion = similar === undefined ? '' : ` (Did you mean ${similar}?)`;
  return new CommandError(
    'usage',
    `unknown command '${word.slice(0, 80)}'${suggestion}`,
    'Type /help for the commands, or a space before the slash to send a message.',
  );
}

function tooManyArguments(word: string, expected: string): CommandError {
  return new CommandError('usage', `${word} accepts ${expected}`, 'Type /help for the commands.');
}
