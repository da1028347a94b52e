import { expect, it } from 'vitest';

import { failed, attemptsOf, skipped } from '../../../test/attempts.ts';
import { drawBars } from './draw-bars.ts';

const draw = (attempts: ReturnType<typeof attemptsOf>, width: number): readonly string[] =>
  drawBars(attempts, width).map(({ before, waiting, streaming, mark }) =>
    [before, waiting, streaming, mark].join(''),
  );

it('shares one axis by time: thin while waiting, thick while text comes, a cross at a failure', () => {
  const attempts = attemptsOf(failed('server-error', 250), { firstContentMs: 250, totalMs: 750 });
  expect(draw(attempts, 20)).toEqual(['────×', '     ─────━━━━━━━━━━']);
});

it('leaves a gap for a wait', () => {
  const [first, second] = attemptsOf(failed('server-error', 500), { totalMs: 250 });
  if (!first || !second) throw new Error('two lines were made');
  const attempts = [first, { ...second, startedAt: second.startedAt + 250 }];
  expect(draw(attempts, 8)).toEqual(['───×', '      ──']);
});

it('shows the text that came before a cut', () => {
  expect(draw(attemptsOf({ ...failed('timeout', 100), firstContentMs: 50 }), 10)).toEqual([
    '─────━━━━×',
  ]);
});

it('gives each attempt a cell, however short, and text one of them', () => {
  const attempts = attemptsOf(
    failed('server-error', 0),
    { firstContentMs: 9_999, totalMs: 10_000 },
    { totalMs: 0 },
  );
  expect(draw(attempts, 6)).toEqual(['×', '─────━', '     ─']);
});

it('draws nothing for a target that was passed over', () => {
  expect(draw(attemptsOf(skipped('circuit-open'), { totalMs: 10, firstContentMs: 0 }), 4)).toEqual([
    '',
    '━━━━',
  ]);
});

it('stays inside when the clock of the day was set back', () => {
  const attempts = attemptsOf(failed('timeout', 40), { startedAt: 5, totalMs: 50 });
  for (const bar of draw(attempts, 8)) expect(bar.length).toBeLessThanOrEqual(8);
});
