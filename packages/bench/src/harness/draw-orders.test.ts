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

it('asks each equally often twice in a row', () => {
  const orders = draw();
  const twice = orders.slice(1).flatMap((order, index) => {
    const last = orders[index]?.at(-1);
    return last !== undefined && last === order[0] ? [last] : [];
  });
  for (const member of members) {
    const share = twice.filter((name) => name === member).length / twice.length;
    expect(share).toBeCloseTo(1 / members.length, 1);
  }
});

it('draws the same orders in each run', () => {
  expect(draw()).toEqual(draw());
});
