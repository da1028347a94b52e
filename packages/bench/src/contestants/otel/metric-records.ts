import { metrics } from '@opentelemetry/api';

import type { Contestant } from '../../harness/contestant.ts';
import { measureWork } from '../../tasks/measure-work.ts';
import { registerMetrics } from './register-sdk.ts';

/** The attributes that the semantic conventions require for an attempt. */
const target = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5-mini',
};

/** Creates a contestant that records three values with the SDK. */
export function createMetricRecords(attributes: 'none' | 'target', rounds: number): Contestant {
  registerMetrics();
  const meter = metrics.getMeter('bench');
  const duration = meter.createHistogram('duration', { unit: 's' });
  const firstChunk = meter.createHistogram('first_chunk', { unit: 's' });
  const attempts = meter.createCounter('attempts');
  const values = attributes === 'target' ? target : {};
  return {
    repeat: async () => {
      const { cpuMicroseconds } = await measureWork(async () => {
        for (let round = 0; round < rounds; round += 1) {
          duration.record(0.5, values);
          firstChunk.record(0.2, values);
          attempts.add(1, values);
        }
      });
      return { cpu: cpuMicroseconds / rounds };
    },
    close: async () => {},
  };
}
