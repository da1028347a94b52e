import type { Sample } from '../harness/measure.ts';
import { judgeEndurance } from '../harness/run-endurance.ts';
import type { EnduranceResult } from '../harness/run-endurance.ts';
import type { Endurance } from '../harness/scenario.ts';
import { renderTable } from './render-table.ts';

/** The samples, and whether memory stayed where it should. */
export function renderEndurance(endurance: Endurance, results: readonly EnduranceResult[]): string {
  const parts = results.flatMap(({ variant, contestant, samples }) => [
    `### ${contestant}, ${variant}`,
    renderSamples(samples),
    ...(contestant === endurance.contestant
      ? renderVerdict(endurance, samples)
      : [`Peak RSS ${round(judgeEndurance(samples).peakRss)} MB.`]),
  ]);
  return [`## ${endurance.name}`, endurance.title, ...parts].join('\n\n');
}

function renderSamples(samples: readonly Sample[]): string {
  const head = ['after', 'streams', 'peak RSS', 'heap collected', 'whole heap', 'external, MB'];
  const rows = samples.map((sample, index) => [
    `${(index + 1) * 10} s`,
    `${sample['active']} open, ${sample['answered']} answered`,
    round(sample['rss']),
    round(sample['heap']),
    round(sample['heapTotal']),
    round(sample['external']),
  ]);
  return renderTable([head, ...rows]);
}

function renderVerdict(
  { maxRssMegabytes, maxHeapDrift }: Endurance,
  samples: readonly Sample[],
): readonly string[] {
  const { peakRss, firstHeap, lastHeap, heapDrift } = judgeEndurance(samples);
  const drift = `${heapDrift >= 0 ? '+' : ''}${(heapDrift * 100).toFixed(1)} %`;
  return [
    `Peak RSS ${round(peakRss)} MB, at most ${maxRssMegabytes}: ${judge(peakRss <= maxRssMegabytes)}.`,
    `Heap after collection ${round(firstHeap)} MB in the first minute, ${round(lastHeap)} MB in the last (${drift}, at most ±${maxHeapDrift * 100} %): ${judge(Math.abs(heapDrift) <= maxHeapDrift)}.`,
  ];
}

function judge(held: boolean): string {
  return held ? 'held' : 'MISSED';
}

function round(megabytes: number | undefined): string {
  return megabytes === undefined ? '' : megabytes.toFixed(1);
}
