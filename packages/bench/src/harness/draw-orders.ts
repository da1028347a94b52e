import type { SeededRandom } from '@understudy/core/testing';

/**
 * Returns the order of the members in each repetition.
 *
 * Every second order is the reverse of the one before, so that slow changes of the machine affect all
 * members. The last member of an order then runs twice in succession, with its code in the processor
 * caches. Each member is in this position equally often.
 */
export function drawOrders<Member>(
  members: readonly Member[],
  count: number,
  random: SeededRandom,
): readonly (readonly Member[])[] {
  const pairs = Array.from({ length: Math.ceil(count / 2) }, (_, pair) => {
    const last = members.slice(pair % members.length, (pair % members.length) + 1);
    const others = members.filter((member) => !last.includes(member));
    const order = [...shuffle(others, random), ...last];
    return [order, order.toReversed()];
  });
  return pairs.flat().slice(0, count);
}

function shuffle<Member>(members: readonly Member[], random: SeededRandom): readonly Member[] {
  return members
    .map((member) => ({ member, position: random.next() }))
    .toSorted((left, right) => left.position - right.position)
    .map(({ member }) => member);
}
