/** What a client calls. The first target succeeds, and no attempt is hedged. */
export const modelChoices = [
  'one target',
  'chain of two',
  'chain of two, hedged',
  'pool of three',
] as const;

export type ModelChoice = (typeof modelChoices)[number];

/** The providers of the chains. */
export const providerIds = ['primary', 'backup', 'third'] as const;

const chainNames = {
  'chain of two': 'main',
  'chain of two, hedged': 'hedged',
  'pool of three': 'pool',
} as const;

/** Much longer than any response of the benchmark. */
const hedgeAfterMs = 60_000;

/** Creates a chain for each choice. */
export function createChains<const Model extends string>(model: Model) {
  const primary = `primary/${model}` as const;
  const backup = `backup/${model}` as const;
  const third = `third/${model}` as const;
  return {
    main: [primary, backup],
    hedged: { targets: [primary, backup], hedge: { afterMs: hedgeAfterMs } },
    pool: { pool: [primary, backup, third], strategy: 'fastest' },
  } as const;
}

/** Returns the model reference of a choice. */
export function toModel<const Model extends string>(choice: ModelChoice, model: Model) {
  return choice === 'one target' ? (`primary/${model}` as const) : chainNames[choice];
}
