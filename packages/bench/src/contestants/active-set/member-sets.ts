import type { Contestant } from '../../harness/contestant.ts';
import { createLargeSet, createShortLivedMembers } from './short-lived-members.ts';
import type { MemberSet, ShortLivedPlan } from './short-lived-members.ts';

export type SetName = 'Set' | 'ActiveSet';

export async function createShortLived(name: SetName, plan: ShortLivedPlan): Promise<Contestant> {
  return name === 'Set'
    ? createShortLivedMembers(createNativeSet(), plan)
    : createShortLivedMembers(await createActiveSet(), plan);
}

export async function createLarge(name: SetName, members: number): Promise<Contestant> {
  return name === 'Set'
    ? createLargeSet(createNativeSet(), members)
    : createLargeSet(await createActiveSet(), members);
}

function createNativeSet(): MemberSet<object> {
  const set = new Set<object>();
  return {
    add: (member) => {
      set.add(member);
      return member;
    },
    delete: (member) => void set.delete(member),
  };
}

/** Imports core's `ActiveSet` by its path, because no entry point exports it. */
async function createActiveSet(): Promise<MemberSet<unknown>> {
  const url = new URL('../../../../core/src/scope/active-set.ts', import.meta.url);
  const module: { readonly ActiveSet: new () => MemberSet<unknown> } = await import(url.href);
  return new module.ActiveSet();
}
