import { crc32 } from 'node:zlib';

import { Agent, request } from 'undici';

/** The bytes of some responses, one after the other. */
export interface ReceivedBytes extends Readonly<Record<string, number>> {
  readonly bytes: number;
  readonly checksum: number;
}

const noBytes: ReceivedBytes = { bytes: 0, checksum: 0 };

/** Reads responses from a contestant that is a server. It runs in a process of its own. */
export interface BodyReader {
  /** @throws if a response is incomplete */
  repeat(): Promise<ReceivedBytes>;
  close(): Promise<void>;
}

/** Creates a reader that requests `responses` responses per repetition, one after the other. */
export function createBodyReader(url: string, responses: number): BodyReader {
  const dispatcher = new Agent();
  return {
    repeat: async () => {
      let received = noBytes;
      for (let count = 0; count < responses; count += 1) {
        const { body } = await request(url, { dispatcher });
        for await (const chunk of body) received = addBytes(received, chunk);
      }
      return received;
    },
    close: () => dispatcher.close(),
  };
}

/** Returns what a reader receives if each of `responses` responses has this body. */
export function repeatBody(body: string, responses: number): ReceivedBytes {
  const chunk = Buffer.from(body);
  let received = noBytes;
  for (let count = 0; count < responses; count += 1) received = addBytes(received, chunk);
  return received;
}

function addBytes({ bytes, checksum }: ReceivedBytes, chunk: Buffer): ReceivedBytes {
  return { bytes: bytes + chunk.length, checksum: crc32(chunk, checksum) };
}
