import type { SetName } from '../../contestants/active-set/member-sets.ts';
import type { Contestant } from '../../harness/contestant.ts';
import type { Comparison, Variant } from '../../harness/scenario.ts';

const members = 100_000;
const bytesPerMember = 2048;
const few = '16 active members';
const many = '1,000 active members';
const large = 'all members added, then deleted';

/** Justifies `ActiveSet` of core. If a limit is missed, replace it with `Set`. */
export const activeSetCost: Comparison = {
  kind: 'comparison',
  name: 'active-set',
  title: `100,000 members of ${bytesPerMember} bytes, added and deleted as chats start and end, and as many small members added at once`,
  minRepetitions: 15,
  measures: [
    {
      key: 'cpu',
      label: 'CPU per member',
      unit: 'µs',
      comparison: 'ratio',
      variants: [few, many],
      limit: 1,
    },
    {
      key: 'oldSpace',
      label: 'Growth of the old space per member',
      unit: 'bytes',
      comparison: 'none',
      variants: [few, many],
      statistic: 'max',
      limit: 10,
      limitFor: ['ActiveSet'],
    },
    {
      key: 'total',
      label: 'CPU for all members',
      unit: 'ms',
      comparison: 'ratio',
      variants: [large],
      limit: 1,
    },
  ],
  variants: [
    createShortLivedVariant(few, 16),
    createShortLivedVariant(many, 1000),
    createLargeVariant(),
  ],
};

function createShortLivedVariant(name: string, active: number): Variant {
  const plan = { active, members, bytesPerMember };
  return createVariant(name, async (set) =>
    (await import('../../contestants/active-set/member-sets.ts')).createShortLived(set, plan),
  );
}

function createLargeVariant(): Variant {
  return createVariant(large, async (set) =>
    (await import('../../contestants/active-set/member-sets.ts')).createLarge(set, members),
  );
}

function createVariant(name: string, create: (set: SetName) => Promise<Contestant>): Variant {
  const names = ['Set', 'ActiveSet'] as const;
  return {
    name,
    contestants: names.map((set) => ({ name: set, create: () => create(set) })),
  };
}
