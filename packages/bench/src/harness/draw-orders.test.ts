import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { drawOrders } from './draw-orders.ts';

const members = ['A', 'B', 'C', 'D', 'E'];
const count = 10_000;

function draw(): readonly (readonly string[])[] {
  return drawOrders(members, count, new SeededRandom(1));
}

describe('drawOrders', () => {
  it('contains each member once per order', () => {
    for (const order of draw()) expect(order.toSorted()).toEqual(members);
  });

  it('reverses every second order', () => {
    const orders = draw();
    for (let index = 0; index < count; index += 2) {
      expect(orders[index + 1]).toEqual(orders[index]?.toReversed());
    }
  });

  it('repeats each member in succession equally often', () => {
    const repeated = draw()
      .filter((_, index) => index % 2 === 0)
      .map((order) => order.at(-1));
    for (const [index, member] of repeated.entries()) {
      expect(member).toBe(members[index % members.length]);
    }
  });

  it('distributes each member evenly over all positions', () => {
    const orders = draw();
    for (const position of members.keys()) {
      const names = orders.map((order) => order[position]);
      for (const member of members) {
        const share = names.filter((name) => name === member).length / count;
        expect(share).toBeCloseTo(1 / members.length, 1);
      }
    }
  });

  it('returns the same orders for the same seed', () => {
    expect(draw()).toEqual(draw());
  });
});
