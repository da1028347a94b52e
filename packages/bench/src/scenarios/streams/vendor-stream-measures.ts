import type { Measure } from '../../harness/measure.ts';

/** The words of a scenario that streams a native protocol. */
export interface VendorStream {
  /** What an event of the protocol is called. */
  readonly event: 'delta' | 'chunk' | 'line';
  /** The contestant that uses the vendor's package. */
  readonly vendor: string;
  /** The variant in which no client waits for the upstream. */
  readonly fastVariant: string;
}

/** Returns what is measured for each native protocol: CPU and heap per event, and events per second. */
export function vendorStreamMeasures({
  event,
  vendor,
  fastVariant,
}: VendorStream): readonly Measure[] {
  return [
    {
      key: 'cpu',
      label: `CPU per ${event}`,
      unit: 'µs',
      comparison: 'ratio',
      limit: 1.25,
      aim: 1,
      limitFor: ['understudy'],
    },
    {
      key: 'rate',
      label: `${event[0]?.toUpperCase()}${event.slice(1)}s per second`,
      unit: 'thousands',
      factor: 0.001,
      comparison: 'ratio',
      reference: vendor,
      variants: [fastVariant],
      contestants: ['hand-written', 'understudy'],
      direction: 'at least',
      limit: 3,
      limitFor: ['understudy'],
    },
    {
      key: 'heap',
      label: `Heap allocated per ${event}`,
      unit: 'bytes',
      comparison: 'none',
      limit: 2000,
      limitFor: ['understudy'],
    },
  ];
}
