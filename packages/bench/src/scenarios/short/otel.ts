import { otelSetups } from '../../contestants/otel/otel-setup.ts';
import type { Measure } from '../../harness/measure.ts';
import type { Comparison } from '../../harness/scenario.ts';

const chats = 8000;
const rounds = 100_000;

const chatVariant = 'a chat with one attempt in memory';
const recordVariant = 'three records of the SDK';
const perChat: Measure = {
  key: 'cpu',
  label: 'CPU per chat',
  unit: 'µs',
  comparison: 'difference',
  variants: [chatVariant],
};

export const otel: Comparison = {
  kind: 'comparison',
  name: 'otel',
  title: `Chats with @understudy/otel, one after the other, ${chats} per repetition: without an SDK, with traces and with metrics; and three metric records without a chat`,
  minRepetitions: 9,
  measures: [
    { ...perChat, contestants: ['without an SDK'], limit: 5 },
    { ...perChat, contestants: ['not sampled'], limit: 6 },
    { ...perChat, contestants: ['sampled'], limit: 20, aim: 12 },
    { ...perChat, contestants: ['metrics', 'sampled, metrics'] },
    {
      key: 'cpu',
      label: 'CPU of three records',
      unit: 'µs',
      comparison: 'none',
      variants: [recordVariant],
      limit: 1,
    },
  ],
  variants: [
    {
      name: chatVariant,
      contestants: otelSetups.map((setup) => ({
        name: setup,
        create: async () =>
          (await import('../../contestants/otel/traced-chats.ts')).createTracedChats(setup, chats),
      })),
    },
    {
      name: recordVariant,
      contestants: (['none', 'target'] as const).map((attributes) => ({
        name:
          attributes === 'none' ? 'without attributes' : 'with the three attributes of a target',
        create: async () =>
          (await import('../../contestants/otel/metric-records.ts')).createMetricRecords(
            attributes,
            rounds,
          ),
      })),
    },
  ],
};
