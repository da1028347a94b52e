import { parseArgs } from 'node:util';

export interface BenchArguments {
  /** Names of scenarios. If empty, all comparisons run. */
  readonly names: readonly string[];
  readonly repetitions: number;
  readonly minutes: number;
  readonly json: boolean;
  /** Whether the results are stored in `results/` and `RESULTS.md`. */
  readonly save: boolean;
  /** Folder for the CPU profiles of the contestants. */
  readonly profile: string | undefined;
}

/** @throws for unknown scenarios and options, and for invalid values */
export function readArguments(args: readonly string[], known: readonly string[]): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      repetitions: { type: 'string', default: '7' },
      minutes: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`unknown scenario "${unknown}": expected one of ${known.join(', ')}`);
  }
  return {
    names: positionals,
    repetitions: readCount('repetitions', values.repetitions, 5),
    minutes: readCount('minutes', values.minutes, 2),
    json: values.json,
    save: values.save,
    profile: values.profile,
  };
}

function readCount(name: string, text: string, minimum: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= minimum) return count;
  throw new Error(`--${name}: expected an integer of at least ${minimum}, received "${text}"`);
}
