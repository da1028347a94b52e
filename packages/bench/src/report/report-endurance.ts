import type { Sample } from '../harness/measure.ts';
import { evaluateEndurance } from '../harness/run-endurance.ts';
import type { EnduranceResult } from '../harness/run-endurance.ts';
import type { Endurance } from '../harness/scenario.ts';
import { renderTable } from './render-table.ts';
import type { LimitResult, Report } from './report.ts';

/** Reports the samples of each contestant and the status of the limits. */
export function reportEndurance(endurance: Endurance, results: readonly EnduranceResult[]): Report {
  const { name, title } = endurance;
  const limited = results.filter(({ contestant }) => contestant === endurance.contestant);
  return {
    name,
    title,
    blocks: results.flatMap(({ variant, contestant, samples }) => [
      `### ${contestant}, ${variant}`,
      renderSamples(samples),
      ...(contestant === endurance.contestant
        ? checkLimits(endurance, samples).map(({ text }) => text)
        : [`Peak RSS ${round(evaluateEndurance(samples).peakRss)} MB.`]),
    ]),
    limits: listLimits(endurance, limited),
  };
}

function listLimits(
  endurance: Endurance,
  results: readonly EnduranceResult[],
): readonly LimitResult[] {
  const rows = results.flatMap(({ variant, contestant, samples }) =>
    checkLimits(endurance, samples).map(({ limit, value, isMet }) => ({
      limit,
      row: { name: `${variant}, ${contestant}`, value, isMet },
    })),
  );
  const limits = [...new Set(rows.map(({ limit }) => limit))];
  return limits.map((limit) => ({
    limit,
    rows: rows.filter((each) => each.limit === limit).map(({ row }) => row),
  }));
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

interface CheckedLimit {
  readonly limit: string;
  readonly value: string;
  readonly isMet: boolean;
  /** The result in one sentence. */
  readonly text: string;
}

function checkLimits(
  { maxRssMegabytes, maxHeapDrift, maxRssDrift }: Endurance,
  samples: readonly Sample[],
): readonly CheckedLimit[] {
  const { peakRss, firstHeap, lastHeap, heapDrift, firstRss, lastRss, rssDrift } =
    evaluateEndurance(samples);
  const minutes = (first: number, last: number): string =>
    `${round(first)} MB in the first minute, ${round(last)} MB in the last`;
  const limits = [
    {
      limit: `Peak RSS at most ${maxRssMegabytes} MB`,
      value: `${round(peakRss)} MB`,
      isMet: peakRss <= maxRssMegabytes,
      detail: '',
    },
    {
      limit: `Collected heap within ±${maxHeapDrift * 100} %`,
      value: formatDrift(heapDrift),
      isMet: Math.abs(heapDrift) <= maxHeapDrift,
      detail: `, ${minutes(firstHeap, lastHeap)}`,
    },
    ...(maxRssDrift === undefined
      ? []
      : [
          {
            limit: `RSS at most +${maxRssDrift * 100} %`,
            value: formatDrift(rssDrift),
            isMet: rssDrift <= maxRssDrift,
            detail: `, ${minutes(firstRss, lastRss)}`,
          },
        ]),
  ];
  return limits.map(({ detail, ...checked }) => ({
    ...checked,
    text: `${checked.limit}: ${checked.value}${detail}, ${renderStatus(checked.isMet)}.`,
  }));
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
