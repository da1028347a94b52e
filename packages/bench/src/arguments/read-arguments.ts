import { parseArgs } from 'node:util';

export interface BenchArguments {
  /** Names of scenarios; none means all that run without being named. */
  readonly names: readonly string[];
  readonly repetitions: number;
  readonly minutes: number;
  readonly json: boolean;
  /** Where the contestants leave their CPU profiles. */
  readonly profile: string | undefined;
}

/** @throws an Error of one sentence for what is unknown or impossible */
export function readArguments(words: readonly string[], known: readonly string[]): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      repetitions: { type: 'string', default: '7' },
      minutes: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const stranger = positionals.find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw new Error(`there is no scenario "${stranger}": expected ${known.join(', ')}`);
  }
  return {
    names: positionals,
    repetitions: readCount('repetitions', values.repetitions, 5),
    minutes: readCount('minutes', values.minutes, 2),
    json: values.json,
    profile: values.profile,
  };
}

function readCount(name: string, word: string, least: number): number {
  const count = Number(word);
  if (Number.isInteger(count) && count >= least) return count;
  throw new Error(`--${name} takes a whole number from ${least}, and got "${word}"`);
}
