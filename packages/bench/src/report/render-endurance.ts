import type { Sample } from '../harness/measure.ts';
import { evaluateEndurance } from '../harness/run-endurance.ts';
import type { EnduranceResult } from '../harness/run-endurance.ts';
import type { Endurance } from '../harness/scenario.ts';
import { renderTable } from './render-table.ts';

/** Renders the samples of each contestant and the status of the limits. */
export function renderEndurance(endurance: Endurance, results: readonly EnduranceResult[]): string {
  const parts = results.flatMap(({ variant, contestant, samples }) => [
    `### ${contestant}, ${variant}`,
    renderSamples(samples),
    ...(contestant === endurance.contestant
      ? renderLimits(endurance, samples)
      : [`Peak RSS ${round(evaluateEndurance(samples).peakRss)} MB.`]),
  ]);
  return [`## ${endurance.name}`, endurance.title, ...parts].join('\n\n');
}

function renderSamples(samples: readonly Sample[]): string {
  const head = ['time', 'chats', 'peak RSS', 'collected heap', 'total heap', 'external, MB'];
  const rows = samples.map((sample, index) => [
    `${(index + 1) * 10} s`,
    `${sample['active']} active, ${sample['completed']} completed`,
    round(sample['rss']),
    round(sample['heap']),
    round(sample['heapTotal']),
    round(sample['external']),
  ]);
  return renderTable([head, ...rows]);
}

function renderLimits(
  { maxRssMegabytes, maxHeapDrift, maxRssDrift }: Endurance,
  samples: readonly Sample[],
): readonly string[] {
  const { peakRss, firstHeap, lastHeap, heapDrift, firstRss, lastRss, rssDrift } =
    evaluateEndurance(samples);
  const rssLine =
    maxRssDrift !== undefined &&
    `RSS ${round(firstRss)} MB in the first minute, ${round(lastRss)} MB in the last (${formatDrift(rssDrift)}, at most +${maxRssDrift * 100} %): ${renderStatus(rssDrift <= maxRssDrift)}.`;
  return [
    `Peak RSS ${round(peakRss)} MB, at most ${maxRssMegabytes}: ${renderStatus(peakRss <= maxRssMegabytes)}.`,
    `Collected heap ${round(firstHeap)} MB in the first minute, ${round(lastHeap)} MB in the last (${formatDrift(heapDrift)}, at most ±${maxHeapDrift * 100} %): ${renderStatus(Math.abs(heapDrift) <= maxHeapDrift)}.`,
    ...(rssLine === false ? [] : [rssLine]),
  ];
}

function formatDrift(drift: number): string {
  return `${drift >= 0 ? '+' : ''}${(drift * 100).toFixed(1)} %`;
}

function renderStatus(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED';
}

function round(megabytes: number | undefined): string {
  return megabytes === undefined ? '' : megabytes.toFixed(1);
}
