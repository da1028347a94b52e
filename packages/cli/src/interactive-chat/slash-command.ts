import { findSimilarNames } from '@understudy/core/provider';

import { CommandError } from '../failure/command-error.ts';

/** What is typed instead of a question. */
export type SlashCommand =
  | { readonly name: 'model'; readonly reference: string | undefined }
  | { readonly name: 'reset' | 'help' | 'quit' };

/** What each does, in the order in which they are listed. */
export const slashCommands = {
  '/model': 'Ask somebody else from here on, as in /model openai/gpt-5; alone: say who is asked',
  '/reset': 'Forget the conversation so far',
  '/help': 'Print this list',
  '/quit': 'Leave',
} as const;

const names = Object.keys(slashCommands);

/**
 * The command that a line means; undefined where it is a question, which may begin with a slash if a
 * space stands before it.
 *
 * @throws CommandError for a command that is none, with the nearest name
 */
export function readSlashCommand(line: string): SlashCommand | undefined {
  if (!line.startsWith('/')) return undefined;
  const [word = '', ...rest] = line.trim().split(/\s+/);
  if (!names.includes(word)) throw unknownCommand(word);
  if (word === '/model') {
    if (rest.length > 1) throw tooMany(word, 'one reference at most');
    return { name: 'model', reference: rest[0] };
  }
  if (rest.length > 0) throw tooMany(word, 'nothing behind it');
  return word === '/reset' ? { name: 'reset' } : { name: word === '/help' ? 'help' : 'quit' };
}

/** What a line that Tab is pressed on may become. */
export function completeLine(line: string, references: readonly string[]): readonly string[] {
  const lines = [...names, ...references.map((reference) => `/model ${reference}`)];
  const found = lines.filter((candidate) => candidate.startsWith(line));
  return line.startsWith('/') ? found : [];
}

function unknownCommand(word: string): CommandError {
  const [near] = findSimilarNames(word, names);
  const advice = near === undefined ? '' : ` (Did you mean ${near}?)`;
  return new CommandError(
    'usage',
    `unknown command '${word.slice(0, 80)}'${advice}`,
    'Type /help to see what there is; with a space before the slash it is a question.',
  );
}

function tooMany(word: string, expected: string): CommandError {
  return new CommandError('usage', `${word} takes ${expected}`, 'Type /help to see what there is.');
}
