import { SeededRandom } from '@understudy/core/testing';
import { expect, it } from 'vitest';

import { drawOrders } from './draw-orders.ts';

const members = ['A', 'B', 'C', 'D', 'E'];
const count = 10_000;

function draw(): readonly (readonly string[])[] {
  return drawOrders(members, count, new SeededRandom(1));
}

it('asks each once in every order', () => {
  for (const order of draw()) expect(order.toSorted()).toEqual(members);
});

it('goes back the way it came', () => {
  const orders = draw();
  for (let index = 0; index < count; index += 2) {
    expect(orders[index + 1]).toEqual(orders[index]?.toReversed());
  }
});

it('asks each in its turn twice in a row', () => {
  const orders = draw();
  const twice = orders.filter((_, index) => index % 2 === 0).map((order) => order.at(-1));
  for (const [index, member] of twice.entries()) {
    expect(member).toBe(members[index % members.length]);
  }
});

it('asks each as often at every other place', () => {
  const orders = draw();
  for (const place of members.keys()) {
    const asked = orders.map((order) => order[place]);
    for (const member of members) {
      const share = asked.filter((name) => name === member).length / count;
      expect(share).toBeCloseTo(1 / members.length, 1);
    }
  }
});

it('draws the same orders in each run', () => {
  expect(draw()).toEqual(draw());
});
