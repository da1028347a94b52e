import type { SeededRandom } from '@understudy/core/testing';

/**
 * In which orders members are asked, time after time: one that is drawn, then the same backwards, so
 * that what drifts does so for all alike. Who ends the first begins the second, and is asked twice in a
 * row, its code still in the caches of the processor: each of them in its turn.
 */
export function drawOrders<Member>(
  members: readonly Member[],
  count: number,
  random: SeededRandom,
): readonly (readonly Member[])[] {
  const pairs = Array.from({ length: Math.ceil(count / 2) }, (_, pair) => {
    const last = members.slice(pair % members.length, (pair % members.length) + 1);
    const others = members.filter((member) => !last.includes(member));
    const drawn = [...shuffle(others, random), ...last];
    return [drawn, drawn.toReversed()];
  });
  return pairs.flat().slice(0, count);
}

function shuffle<Member>(members: readonly Member[], random: SeededRandom): readonly Member[] {
  return members
    .map((member) => ({ member, place: random.next() }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ member }) => member);
}
