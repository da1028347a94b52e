import { expect, it } from 'vitest';

import { failed, attemptsOf, skipped } from '../../../test/attempts.ts';
import { drawBars } from './draw-bars.ts';

const draw = (attempts: ReturnType<typeof attemptsOf>, width: number): readonly string[] =>
  drawBars(attempts, width).map(({ before, queued, waiting, streaming, mark }) =>
    [before, queued, waiting, streaming, mark].join(''),
  );

it('draws waiting thin, streaming thick and a failure as a cross, on one time axis', () => {
  const attempts = attemptsOf(failed('server-error', 250), { firstContentMs: 250, totalMs: 750 });
  expect(draw(attempts, 20)).toEqual(['────×', '     ─────━━━━━━━━━━']);
});

it('draws a wait between two attempts as a gap', () => {
  const [first, second] = attemptsOf(failed('server-error', 500), { totalMs: 250 });
  if (!first || !second) throw new Error('expected two attempts');
  const attempts = [first, { ...second, startedAt: second.startedAt + 250 }];
  expect(draw(attempts, 8)).toEqual(['───×', '      ──']);
});

it('draws the streaming before a failure', () => {
  expect(draw(attemptsOf({ ...failed('timeout', 100), firstContentMs: 50 }), 10)).toEqual([
    '─────━━━━×',
  ]);
});

it('draws at least one column per attempt and one for its content', () => {
  const attempts = attemptsOf(
    failed('server-error', 0),
    { firstContentMs: 9_999, totalMs: 10_000 },
    { totalMs: 0 },
  );
  expect(draw(attempts, 6)).toEqual(['×', '─────━', '     ─']);
});

it('draws the time in a queue dotted, also before the first attempt', () => {
  const [first, second] = attemptsOf(
    { ...failed('server-error', 250), queuedMs: 500 },
    { firstContentMs: 125, totalMs: 250, queuedMs: 250 },
  );
  if (!first || !second) throw new Error('expected two attempts');
  const attempts = [first, { ...second, startedAt: second.startedAt + 250 }];
  expect(draw(attempts, 20)).toEqual(['┄┄┄┄┄┄┄┄───×', '            ┄┄┄┄──━━']);
});

it('draws attempts that run at the same time below each other', () => {
  const [first, second] = attemptsOf(
    { outcome: 'outpaced', totalMs: 400 },
    { firstContentMs: 100, totalMs: 200 },
  );
  if (!first || !second) throw new Error('expected two attempts');
  const attempts = [first, { ...second, startedAt: first.startedAt + 300 }];
  expect(draw(attempts, 10)).toEqual(['────────', '      ──━━']);
});

it('draws nothing for a skipped target', () => {
  expect(draw(attemptsOf(skipped('circuit-open'), { totalMs: 10, firstContentMs: 0 }), 4)).toEqual([
    '',
    '━━━━',
  ]);
});

it('stays within the width if the wall clock was set back', () => {
  const attempts = attemptsOf(failed('timeout', 40), { startedAt: 5, totalMs: 50 });
  for (const bar of draw(attempts, 8)) expect(bar.length).toBeLessThanOrEqual(8);
});
