import type { MemberChoice } from './order-targets.ts';

/** Returns why a member of a pool has its position, for `explain()`. */
export function describeChoice(choice: MemberChoice): string {
  switch (choice.reason) {
    case 'affinity':
      return 'affinity';
    case 'exploration':
      return 'not used for the longest time';
    case 'strategy':
      return describeStrategy(choice);
  }
}

function describeStrategy(choice: MemberChoice): string {
  const { strategy, position, size, weight, totalWeight, inFlight, medianMs } = choice;
  switch (strategy) {
    case 'priority':
      return `position ${position + 1} of ${size}`;
    case 'weighted':
      return `weight ${weight} of ${totalWeight}`;
    case 'round-robin':
      return position === 0 ? 'next in turn' : `${formatCount(position, 'turn')} later`;
    case 'least-busy':
      return `${formatCount(inFlight, 'attempt')} in flight`;
    case 'fastest':
      return medianMs === undefined
        ? 'no time to first content is known'
        : `${Math.round(medianMs)} ms to first content, ${inFlight} in flight`;
  }
}

function formatCount(count: number, unit: string): string {
  return `${count} ${count === 1 ? unit : `${unit}s`}`;
}
