import { BenchProcess } from '../../harness/bench-process.ts';
import type { Contestant } from '../../harness/contestant.ts';
import { startGateway } from '../gateway/understudy-gateway.ts';
import { sampleRepetition } from './sample-memory.ts';
import type { SlowStreamsPlan } from './slow-streams.ts';

/**
 * Creates a gateway that forwards many streams. Its clients are in another process, so that the memory is that of the
 * gateway alone.
 *
 * @param baseUrl - that of the upstream
 */
export async function createGatewayEndurance(
  baseUrl: string,
  plan: SlowStreamsPlan,
): Promise<Contestant> {
  const server = await startGateway(baseUrl);
  const clients = await BenchProcess.start({
    entry: 'streams-main.ts',
    arguments: [JSON.stringify({ baseUrl: `${server.url}/v1`, plan })],
  });
  return {
    repeat: async (repetition) => {
      // The clients start with the warm-up.
      if (repetition === 'warm-up') await clients.repeat('warm-up');
      const memory = await sampleRepetition(repetition);
      return repetition === 'warm-up'
        ? memory
        : { ...memory, ...(await clients.repeat(repetition)) };
    },
    close: async () => {
      await clients.stop();
      await server.close();
    },
  };
}
